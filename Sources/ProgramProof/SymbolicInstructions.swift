import Programs
import SMT

extension SymbolicRun {
  /// Executes an instruction; false where control does not come behind it.
  func execute(
    _ instruction: Instruction, _ path: inout PathCondition, _ memory: inout ProofMemory,
    _ frame: Frame
  ) throws -> Bool {
    func set(_ value: Value) { frame.registers[instruction.results[0]] = value }
    if contract.walk != nil {
      for operand in instruction.operation.worked { contract.use(try value(operand, frame)) }
    }
    func number(_ operand: Operand) throws -> Alternative {
      self.number(try value(operand, frame), &memory)
    }
    switch instruction.operation {
    case .copy(let operand): set(try value(operand, frame))
    case .unary(let operation, let operand):
      let word = try number(operand)
      guard let result = SymbolicArithmetic.unary(operation, word.word) else {
        set(Value(any("\(operation)", width: word.word.width), tags: word.tags))
        return true
      }
      set(Value(result, tags: word.tags))
    case .binary(let operation, let left, let right):
      set(binary(operation, try value(left, frame), try value(right, frame), &memory))
    case .compare(let predicate, let left, let right):
      // That an address is compared tells nobody what it is.
      let a = self.number(try value(left, frame), &memory, escapes: false)
      let b = self.number(try value(right, frame), &memory, escapes: false)
      let holds = SymbolicArithmetic.compare(predicate, a.word, b.word)
      set(
        Value(
          .ifThenElse(holds, .constant(1, width: 1), .constant(0, width: 1)),
          tags: a.tags.union(b.tags).intersection(.dummy)))
    case .resize(let operand, let width, let isSigned):
      let source = try value(operand, frame)
      if source.width == width {
        set(source)
        return true
      }
      let word = self.number(source, &memory)
      set(
        Value(
          SymbolicArithmetic.resize(word.word, to: width, isSigned: isSigned), tags: word.tags))
    case .select(let condition, let then, let otherwise):
      let bit = try number(condition)
      requireNoDummy(Value([bit]), "what is chosen", path, frame)
      set(
        .choice(
          .equal(bit.word, .constant(1, width: 1)), try value(then, frame),
          try value(otherwise, frame)))
    case .object(let bytes):
      let object = history.object(
        "\(frame.route)/\(frame.function.label(instruction.results[0]))", bytes: bytes,
        kind: .local)
      memory.forget(object)
      memory.live.insert(object)
      frame.objects.insert(object)
      if frame.depth == 0 { contract.meet(object, at: instruction.results[0]) }
      set(Value(address: object, width: program.addressWidth))
    case .read(let address, let bytes, let isMarked):
      set(read(try value(address, frame), bytes, isMarked, path, &memory, frame))
    case .write(let operand, let address, let bytes, _):
      let stored = try value(operand, frame)
      write(stored, to: try value(address, frame), bytes, path, &memory, frame)
    case .copyMemory(let from, let to, let size, let isMarked):
      try copy(
        try value(from, frame), to: try value(to, frame), try number(size).word, isMarked, path,
        &memory, frame)
    case .fillMemory(let target, let byte, let size):
      try fill(
        try value(target, frame), with: try number(byte).word, try number(size).word, path,
        &memory, frame)
    case .call(let callee, let arguments):
      return try call(
        callee, try arguments.map { try value($0, frame) }, instruction.results, &path, &memory,
        frame)
    case .refused(let what):
      throw Refusal("\(what) in \(frame.function.name) has no meaning here", frame.source)
    }
    return true
  }

  private func binary(
    _ operation: BinaryOperation, _ left: Value, _ right: Value, _ memory: inout ProofMemory
  ) -> Value {
    let isSum = operation == .add || operation == .move
    // Addresses of objects stay such under sums and differences with numbers.
    if isSum || operation == .subtract, left.number == nil, let added = right.number {
      return left.mapped { isSum ? $0 + added.word : $0 - added.word }
        .tagged(added.tags)
    }
    if isSum, right.number == nil, let added = left.number {
      return right.mapped { $0 + added.word }.tagged(added.tags)
    }
    // Between places of one object: how far they are apart says nothing of where it lies.
    if operation == .subtract, let from = left.place, let to = right.place,
      from.object == to.object
    {
      return Value(
        from.offset - to.offset, tags: left.tags.union(right.tags).intersection(.dummy))
    }
    let (a, b) = (number(left, &memory), number(right, &memory))
    // By which entry a place of something else is chosen makes it no place of a table.
    let isElsewhere =
      operation == .move && a.tags.contains(.foreign) && a.tags.isDisjoint(with: [.table, .stack])
      && a.word.constantValue == nil && !b.tags.contains(.stack)
    var tags = isElsewhere ? a.tags.union(b.tags.intersection(.dummy)) : a.tags.union(b.tags)
    var origin: Origin?
    if isSum {
      for (one, other) in [(a, b), (b, a)] {
        guard let constant = other.word.constantValue else { continue }
        if contract.machine.marksMap(constant) { tags.insert(.map) }
        origin = origin ?? one.origin?.moved(by: constant, width: program.addressWidth)
      }
    }
    let word =
      (operation == .divideSigned ? quotient(a.word, by: b.word) : nil)
      ?? SymbolicArithmetic.binary(operation, a.word, b.word)
    return Value(word, tags: tags, origin: origin)
  }

  // MARK: calls

  /// Whether the walk can begin behind the instruction at hand.
  private func canStillBegin(_ frame: Frame) -> Bool {
    frame.canStillBegin
      || contract.entrance?.isAhead(frame.function, frame.block, behind: frame.position) ?? true
  }

  private func call(
    _ callee: Callee, _ arguments: [Value], _ results: [Register], _ path: inout PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) throws -> Bool {
    func width(_ register: Register) -> Int { frame.function.widths[register] }
    func give(_ values: [Value]) {
      for (register, value) in zip(results, values) { frame.registers[register] = value }
    }
    func callOfTheUnknown(_ name: String, _ origin: Origin?) throws -> [Value] {
      unknownCallees.insert(name)
      arguments.forEach(contract.tell)
      for argument in arguments { requireNoDummy(argument, "what \(name) is handed", path, frame) }
      if isMereOutput(name) {
        return results.map { unknown(name, width: width($0), origin: origin) }
      }
      for argument in arguments {
        for alternative in argument.alternatives {
          guard let object = alternative.object else {
            touch(by: alternative, of: name, path, &memory)
            // By its number, which an entry tells, a page may be taken, too.
            if alternative.tags.contains(.table), !alternative.tags.contains(.map) {
              memory.steps.append(
                .untoldTouch(condition: path.and(alternative.condition).term))
            }
            continue
          }
          switch history.objects[object].kind {
          case .global: break
          case .local, .copy: escape(object, &memory)
          case .pages, .count, .reached:
            throw Refusal(
              "\(name), of which nothing is known, is given where pages are recorded", frame.source)
          }
        }
      }
      touchFromElsewhere(path, &memory)
      return results.map { unknown(name, width: width($0), origin: origin) }
    }
    switch callee {
    case .pointer(let operand):
      requireNoDummy(try value(operand, frame), "what is called", path, frame)
      // Where it leads nobody asks: what it may do is what any function may that is not given here.
      give(try callOfTheUnknown("what a pointer leads to in \(frame.place)", nil))
    case .assembly(let text, let constraints):
      let writesAnywhere = constraints.contains("memory")
      let touches = constraints.contains("*") || writesAnywhere
      for argument in arguments { requireNoDummy(argument, "what assembly is given", path, frame) }
      let written = AssemblyConstraints.memoryOperands(constraints, thatAreWritten: true)
      arguments.forEach(contract.tell)
      let places = AssemblyConstraints.memoryOperands(constraints)
      for (position, argument) in arguments.enumerated() {
        for alternative in argument.alternatives {
          if let object = alternative.object {
            guard history.objects[object].kind == .local else {
              if case .global(let name) = history.objects[object].kind {
                guard writesAnywhere || written.contains(position) else { continue }
                requireOffTheWay(
                  alternative.word.constantValue.map {
                    Origin(.global(name)).moved(by: $0, width: program.addressWidth)
                  }, path.and(alternative.condition), frame)
                if contract.machine.isConstant(name) {
                  require(
                    "in-bounds",
                    "assembly that may write to \(name), which is stated not to change",
                    path.and(alternative.condition), .no, frame.place)
                }
                continue
              }
              throw Refusal("assembly that is given what the walk was handed", frame.source)
            }
            if touches, history.residues[object]?.isOfPages ?? false {
              memory.steps.append(
                .untoldTouch(condition: path.and(alternative.condition).term))
            }
            // What is given an address itself may put it anywhere, or give it back as a number.
            if places.contains(position) {
              tell(object, memory)
              memory.lose(object)
            } else {
              escape(object, &memory)
            }
          } else if alternative.tags.contains(.map) {
            touch(by: alternative, path, &memory)
          } else if touches, alternative.tags.contains(.table),
            alternative.word.width == program.addressWidth, alternative.word.constantValue == nil
          {
            require(
              "in-bounds", "assembly that may write to a table", path.and(alternative.condition),
              .no, frame.place)
          } else if writesAnywhere || written.contains(position) {
            touch(by: alternative, path, &memory)
            requireOffTheWay(alternative.origin, path.and(alternative.condition), frame)
          }
        }
      }
      if touches { touchFromElsewhere(path, &memory) }
      give(
        results.enumerated().map { position, register in
          unknown("assembly", width: width(register), origin: Origin(.assembly(text, position)))
        })
    case .function(let name):
      if contract.endsWay(name) { return false }
      if name == contract.entrance?.top {
        try contract.requireBegin(arguments, path, &memory, self, frame)
        give(results.map { unknown("walked", width: width($0)) })
        return true
      }
      if let values = try contract.call(name, arguments, path, &memory, self, frame) {
        give(values)
        return true
      }
      let dummies = arguments.reduce(Tags()) { $0.union($1.tags.intersection(.dummy)) }
      if let meaning = try contract.machine.stated(
        name, arguments.map { number($0, &memory, escapes: false).word })
      {
        guard let register = results.first else { return true }
        give([
          Value(
            meaning.resized(to: width(register)),
            tags: contract.machine.statedTags(name).union(dummies))
        ])
        return true
      }
      if results.map(width) == [program.addressWidth],
        let value = lookUp(name, arguments, &memory)
      {
        give([value.tagged(dummies)])
        return true
      }
      if let function = program.functions[name] {
        let route = "\(frame.route)/\(frame.function.name):\(frame.step)"
        guard
          let way = try run(
            function, arguments, memory, path, route: route, depth: frame.depth + 1,
            canStillBegin: canStillBegin(frame))
        else { return false }
        path = way.path
        memory = way.memory
        give(withoutDummy(name, arguments, way.words, &memory))
        return true
      }
      give(try callOfTheUnknown(name, Origin(.function(name))))
    }
    return true
  }
}

/// What assembly's constraints say of its operands.
enum AssemblyConstraints {
  /// The positions of those arguments that are places in memory, and no words.
  static func memoryOperands(
    _ constraints: String, thatAreWritten isWritten: Bool = false
  ) -> Set<Int> {
    var positions: Set<Int> = []
    var next = 0
    for part in constraints.split(separator: ",") {
      // What is destroyed, where it may go, and outputs in registers are not handed in.
      if part.hasPrefix("~") || part.hasPrefix("!") { continue }
      if part.hasPrefix("="), !part.contains("*") { continue }
      if part.contains("*"), !isWritten || part.hasPrefix("=") { positions.insert(next) }
      next += 1
    }
    return positions
  }
}

extension Value {
  func tagged(_ tags: Tags) -> Value {
    Value(
      alternatives.map {
        var tagged = $0
        // What is added to an object's address says nothing of where that lies, but a dummy chooses the place.
        tagged.tags.formUnion($0.object == nil ? tags : tags.intersection(.dummy))
        return tagged
      })
  }
}

extension Programs.Operation {
  /// The operands of which something is made, and which are not merely kept, handed on, or a place.
  fileprivate var worked: [Operand] {
    switch self {
    case .unary(_, let operand), .resize(let operand, _, _): return [operand]
    case .binary(_, let left, let right), .compare(_, let left, let right): return [left, right]
    case .select(let condition, _, _): return [condition]
    case .copyMemory(_, _, let bytes, _): return [bytes]
    case .fillMemory(_, let byte, let bytes): return [byte, bytes]
    case .call(.pointer(let callee), let arguments): return [callee] + arguments
    case .call(.assembly, let arguments): return arguments
    case .call(.function, _), .copy, .object, .read, .write, .refused: return []
    }
  }
}
