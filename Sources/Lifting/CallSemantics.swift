import LLVMIR
import PageWalk

/// What calls do.
extension Executor {
  /// The value of a call that only computes; nil where the call does more.
  func simpleCall(
    _ call: Call, _ instruction: Instruction, _ frame: Frame, _ memory: inout LocalMemory
  ) throws -> LiftedValue? {
    switch call.callee {
    case .indirect: throw error("a call through a pointer is not understood", instruction, frame)
    case .assembly:
      return try assembly(call, instruction, frame, &memory)
    case .function(let name):
      if name.hasPrefix("llvm.") {
        return try intrinsic(name, call, instruction, frame, &memory)
      }
      if let known = KnownFunction.named(name) {
        guard known == .isAside || known == .givesAddress else { return nil }
        stated.insert(name)
        if known == .givesAddress {
          return .word(
            LiftedWord(.addr, width: builder.word, bits: builder.word, carrier: builder.word))
        }
        return unknownResult(of: name, call.returns, instruction, frame)
      }
      return try helperCall(name, call, instruction, frame, &memory)
    }
  }

  /// A value of which nothing is known.
  func unknownResult(
    of name: String, _ type: IRType, _ instruction: Instruction, _ frame: Frame,
    isForeign: Bool = false
  ) -> LiftedValue {
    guard let width = width(of: type, frame) else { return .undefined }
    let site = site(instruction, frame)
    if type == .pointer {
      return .place(
        KernelPlace(
          path: "\(name)_\(instruction.line)", isAddress: false, varies: true,
          isForeign: isForeign))
    }
    return .word(
      word(
        ofSource: "\(name)_\(instruction.line)", "what @\(name) gives", width: min(width, 64),
        site: site, varies: true))
  }

  private func assembly(
    _ call: Call, _ instruction: Instruction, _ frame: Frame, _ memory: inout LocalMemory
  ) throws -> LiftedValue {
    let name = assemblyName(instruction, frame)
    for argument in call.arguments where argument.type == .pointer {
      switch try? value(argument.operand, argument.type, instruction, frame) {
      case .local(let slot, _):
        memory.replace(slot, with: LocalMemory.Slot(name: memory.slots[slot]?.name ?? ""))
      case .word(let word) where word.constant == nil:
        throw error(
          "inline assembly gets a pointer into a table; state what the function means",
          instruction, frame)
      default: break
      }
    }
    switch frame.module.resolved(call.returns) {
    case .void: return .undefined
    case .structure(let fields, _):
      return .aggregate(
        fields.indices.map {
          .place(KernelPlace(path: "\(name)_part\($0)", isAddress: false, varies: true))
        })
    default:
      return .place(
        KernelPlace(
          path: name, isAddress: false, varies: hasVariableOperands(instruction, frame)))
    }
  }

  // MARK: helpers

  private func helperCall(
    _ name: String, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: inout LocalMemory
  ) throws -> LiftedValue? {
    if let page = try statedPage(name, call, instruction, frame, memory) { return page }
    guard let made = try helperWord(name, call, instruction, frame, memory) else { return nil }
    guard !made.reads else {
      if leadsToTable(made.word) { return nil }
      if isTold(frame), call.returns != .pointer, made.word.width == 8 * entrySize { return nil }
      // Local copies stay as they are; else it reads the kernel's own memory.
      return !made.word.expression.takenAddresses.isEmpty
        ? try keep(made.word, call, instruction, frame, &memory)
        : unknownResult(of: name, call.returns, instruction, frame)
    }
    return try keep(made.word, call, instruction, frame, &memory)
  }

  /// The page that a function of another file gives, as the model states it.
  private func statedPage(
    _ name: String, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory
  ) throws -> LiftedValue? {
    guard let helper = compiled.pages[name], try function(name) == nil else { return nil }
    stated.insert(name)
    guard call.arguments.count == helper.parameters?.count,
      let arguments = try arguments(call, call.arguments[...], instruction, frame, memory)
    else { throw error("@\(name) is not called as the model states it", instruction, frame) }
    let width = 8 * entrySize
    // The model speaks of entries as the MMU takes them.
    let taken = arguments.map { argument -> Expression in
      guard swapsEntries else { return argument }
      if case .call(WordBuilder.swap, let inner) = argument.kind { return inner[0] }
      return Expression(.call(WordBuilder.swap, [argument]))
    }
    let address = LiftedWord(
      Expression(.call(name, taken)), width: width, bits: width, carrier: width)
    return builder.binary(.lshr, address, builder.constant(UInt64(pageShift), width: width))
      .map { .page($0) }
  }

  /// A helper's result, before it is kept where the caller wants it.
  struct MadeCall {
    let word: LiftedWord
    /// Whether it reads tables, so that calling it twice may give two results.
    let reads: Bool
  }

  /// What the model says of a function of another file that is not given, or that loops, as no helper
  /// does.
  private func statedElsewhere(_ name: String) throws -> Helper? {
    guard let helper = compiled.elsewhere[name] else { return nil }
    guard let (function, module) = try function(name) else { return helper }
    return try flow(of: function, in: module).loops.isEmpty ? nil : helper
  }

  func helperWord(
    _ name: String, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory
  ) throws -> MadeCall? {
    let isDefined = try self.function(name) != nil
    if let helper = try compiled.asks[name] ?? statedElsewhere(name) {
      stated.insert(name)
      let parameters = helper.parameters?.count ?? 0
      guard call.arguments.count >= parameters,
        let width = width(of: call.returns, frame),
        let arguments = try arguments(
          call, call.arguments.prefix(parameters)[...], instruction, frame, memory)
      else {
        throw error("@\(name) is not called as the model states it", instruction, frame)
      }
      let isTruth = width == 1 || WordBuilder.isTruth(helper.body)
      // The model's own text computes as wide as what it is given.
      let carrier = try call.arguments.prefix(parameters).reduce(
        width > builder.word ? 64 : builder.word
      ) { widest, argument in
        guard
          case .word(let word) = try value(argument.operand, argument.type, instruction, frame)
        else { return widest }
        return max(widest, word.carrier)
      }
      if case .name(let body) = helper.body.kind,
        let position = helper.parameters?.firstIndex(of: body)
      {
        return MadeCall(
          word: LiftedWord(
            arguments[position], width: width, bits: width, carrier: carrier), reads: false)
      }
      return MadeCall(
        word: LiftedWord(
          Expression(.call(name, arguments)), width: width, bits: isTruth ? 1 : width,
          carrier: carrier), reads: Self.reads(helper.body))
    }
    guard isDefined, let helper = try helper(name),
      let given = try arguments(
        call, call.arguments.filter { !$0.isResult }[...], instruction, frame, memory)
    else { return nil }
    let arguments = helper.taken(given)
    let word =
      helper.inlined(arguments)
      ?? LiftedWord(
        Expression(.call(name, arguments)), width: helper.body.width, bits: helper.body.bits,
        carrier: helper.body.carrier)
    return MadeCall(word: helper.givesEntry ? builder.swapped(word) : word, reads: helper.reads)
  }

  static func reads(_ expression: Expression) -> Bool {
    if case .read = expression.kind { return true }
    return expression.children.contains { reads($0) }
  }

  private func arguments(
    _ call: Call, _ arguments: ArraySlice<Call.Argument>, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory
  ) throws -> [Expression]? {
    var expressions: [Expression] = []
    for argument in arguments {
      let value = try value(argument.operand, argument.type, instruction, frame)
      guard let expression = self.argument(value, argument, memory, instruction, frame) else {
        return nil
      }
      expressions.append(expression)
    }
    return expressions
  }

  private func argument(
    _ value: LiftedValue, _ argument: Call.Argument, _ memory: LocalMemory,
    _ instruction: Instruction, _ frame: Frame
  ) -> Expression? {
    switch value {
    case .word(let word): return word.expression
    case .local(let slot, 0):
      if case .copy = argument.passing {
        guard let cells = memory.slots[slot]?.cells, cells.count == 1, cells[0].offset == 0,
          case .word(let word) = cells[0].value
        else { return nil }
        return word.expression
      }
      return copyName(slot, memory).map { Expression(.addressOf($0)) }
    case .place(let place):
      if argument.type == .pointer { return topTable(place)?.expression }
      guard !place.isAddress, let width = width(of: argument.type, frame) else { return nil }
      return word(value, width: width, memory, site: site(instruction, frame))?.expression
    default: return nil
    }
  }

  /// The walked address space's top table, if that is what a pointer points to.
  func topTable(_ place: KernelPlace) -> LiftedWord? {
    guard !place.isAddress, place.name == "mm_pgd" else { return nil }
    return LiftedWord(
      Expression(.name("mm_pgd")), width: builder.word, bits: builder.word, carrier: builder.word)
  }

  /// Gives a result back, or writes it where the caller wants it.
  func keep(
    _ word: LiftedWord, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: inout LocalMemory
  ) throws -> LiftedValue {
    guard let argument = call.arguments.first(where: { $0.isResult }) else {
      guard let width = width(of: call.returns, frame) else { return .aggregate([.word(word)]) }
      return .word(
        word.width < width ? builder.extended(word, to: width) : builder.cut(word, to: width))
    }
    guard
      case .local(let slot, let offset) = try value(
        argument.operand, argument.type, instruction, frame)
    else { throw error("a result is written to a place that is not known", instruction, frame) }
    memory.store(.word(word), size: entrySize, in: slot, at: offset)
    return .undefined
  }

  // MARK: calls that do more

  /// Runs a call that `simpleCall` does not.
  func call(
    _ call: Call, _ instruction: Instruction, _ frame: Frame, _ memory: LocalMemory,
    then: @escaping Continuation
  ) throws -> Tree {
    guard case .function(let name) = call.callee else {
      throw error("this call is not understood", instruction, frame)
    }
    let site = site(instruction, frame)
    if let known = KnownFunction.named(name) {
      stated.insert(name)
      let result = unknownResult(of: name, call.returns, instruction, frame)
      switch known {
      case .takesPage, .recordsPages:
        let page = try takenPage(
          call, isRecorded: known == .recordsPages, instruction, frame, memory)
        return .take(page, then: try then(memory, result), site)
      case .leftOut: return .exit(nil, site)
      case .isBug: return .bug(site)
      case .isAside, .givesAddress: return try then(memory, result)
      }
    }
    if let made = try helperWord(name, call, instruction, frame, memory) {
      let read = readName(instruction, frame)
      var memory = memory
      // What the helper gives may be something else than an entry, such as where a table lies.
      let isEntry = call.returns != .pointer && made.word.width == 8 * entrySize
      if isEntry { entryNames.insert(read) }
      let word =
        isEntry
        ? entry(read)
        : LiftedWord(
          Expression(.name(read)), width: made.word.width, bits: made.word.bits,
          carrier: made.word.carrier)
      let given = isEntry && swapsEntries ? builder.swapped(made.word) : made.word
      let value = try keep(word, call, instruction, frame, &memory)
      return .bind(read, given.expression, then: try then(memory, value), site)
    }
    guard let (function, module) = try self.function(name) else {
      return try external(name, call, instruction, frame, memory, then: then)
    }
    let arguments = try call.arguments.map {
      try value($0.operand, $0.type, instruction, frame)
    }
    if try !flow(of: function, in: module).loops.isEmpty {
      return try loopingCall(
        name, arguments, call, instruction, frame, memory, then: then)
    }
    return try run(
      function, in: module, arguments: arguments, memory, stack: frame.stack,
      path: frame.path + ".\(instruction.line)", then: then)
  }

  /// A call of a function with a loop: the level below, or something aside.
  private func loopingCall(
    _ name: String, _ arguments: [LiftedValue], _ call: Call, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory, then: @escaping Continuation
  ) throws -> Tree {
    let isAboutWalk = arguments.contains {
      guard case .word(let word) = $0 else { return false }
      return word.expression.usedNames.contains { isOfWalk($0) }
    }
    guard isAboutWalk else {
      return try then(memory, unknownResult(of: name, call.returns, instruction, frame))
    }
    let site = site(instruction, frame)
    let descent = Descent(
      function: name,
      arguments: arguments.map { value in
        guard case .local(let slot, _) = value else { return value }
        if let word = word(value, width: builder.word, memory, site: site) { return .word(word) }
        return .place(
          KernelPlace(
            path: memory.slots[slot]?.name ?? "variable", isAddress: true, varies: true))
      })
    if stopsAtDescent { return .descend(descent, then: .exit(nil, site), site) }
    let result = unknownResult(of: name, call.returns, instruction, frame)
    return .descend(descent, then: try then(memory, result), site)
  }

  /// Whether a name stands for the walked range, a cursor or an entry.
  func isOfWalk(_ name: String) -> Bool {
    if name.hasPrefix("loop_") { return true }
    return sources[name] == nil && compiled.sources[name] == nil && helpers[name] == nil
      && compiled.asks[name] == nil && name != WordBuilder.swap
  }

  /// A call of a function whose body no module has.
  private func external(
    _ name: String, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory, then: @escaping Continuation
  ) throws -> Tree {
    for argument in call.arguments where argument.type == .pointer {
      let value = try value(argument.operand, argument.type, instruction, frame)
      switch value {
      case .place, .page, .undefined: continue
      case .word(let word) where word.constant != nil: continue
      default:
        throw error(
          "@\(name) gets a pointer to an entry, and no file has its body; give the file that has"
            + " it with another --ir", instruction, frame)
      }
    }
    return try then(
      memory, unknownResult(of: name, call.returns, instruction, frame, isForeign: true))
  }

  private func takenPage(
    _ call: Call, isRecorded: Bool, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory
  ) throws -> TakenPage {
    guard let first = call.arguments.first else {
      throw error("a page is taken that is not told", instruction, frame)
    }
    guard case .page(let frameNumber) = try value(first.operand, first.type, instruction, frame)
    else { return TakenPage(frame: nil, isRecorded: isRecorded) }
    guard isRecorded, call.arguments.count == 5 else {
      return TakenPage(frame: frameNumber, isRecorded: isRecorded)
    }
    let width = builder.word
    guard
      let size = word(
        try value(call.arguments[1].operand, call.arguments[1].type, instruction, frame),
        width: width, memory, site: nil),
      let addr = word(
        try value(call.arguments[2].operand, call.arguments[2].type, instruction, frame),
        width: width, memory, site: nil),
      let inside = builder.binary(
        .and, addr, builder.subtract(size, builder.constant(1, width: width))),
      let pages = builder.binary(
        .lshr, inside, builder.constant(UInt64(pageShift), width: width))
    else { throw error("the pages that are recorded are not understood", instruction, frame) }
    return TakenPage(
      frame: builder.add(
        frameNumber,
        frameNumber.width > width ? builder.extended(pages, to: frameNumber.width) : pages),
      isRecorded: true)
  }

  /// A name for what is read at an instruction, the same on every way that leads there.
  func readName(_ instruction: Instruction, _ frame: Frame) -> String {
    "read\(frame.path.replacingDots)_\(instruction.line)"
  }
}

extension Call.Argument {
  /// Whether the callee writes its result there.
  var isResult: Bool {
    if case .result = passing { return true }
    return false
  }
}

extension String {
  fileprivate var replacingDots: String { String(map { $0 == "." ? "_" : $0 }) }
}
