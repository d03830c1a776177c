import Execution
import LLVMIR
import Programs
import TestModels
import Testing

@testable import Translation

/// What single instructions mean, and what has no meaning.
@Suite struct TranslationTests {
  private func run(_ text: String, _ arguments: UInt64...) throws -> [UInt64] {
    var execution = ConcreteExecution(try program(text), in: TestWorld())
    return try execution.call("f", arguments)
  }

  private func refusals(_ text: String) throws -> [String] {
    try program(text).functions.values.flatMap(\.blocks).flatMap(\.instructions).compactMap {
      if case .refused(let text) = $0.operation { text } else { nil }
    }
  }

  @Test(arguments: [
    ("%x = load i128, ptr %p", "i128"), ("%x = fadd double 1.0, 2.0", "fadd"),
    ("%x = load <4 x i32>, ptr %p", "vector"),
    ("%x = cmpxchg ptr %p, i64 0, i64 1 seq_cst seq_cst", "cmpxchg"),
    ("%x = atomicrmw add ptr %p, i64 1 seq_cst", "atomicrmw"),
    ("%x = alloca i64, i64 %n", "not constant"), ("%x = alloca i64, align 64", "64 bytes"),
    ("%x = load i64, ptr addrspace(256) null", "addrspace(256)"),
    ("store i64 1, ptr addrspace(256) null", "addrspace(256)"),
    ("store volatile {i64, i64} zeroinitializer, ptr %p", "several words"),
    ("%x = load volatile {i64, i64}, ptr %p", "several words"),
    ("call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 8, i1 true)", "volatile"),
    ("%x = call i64 @llvm.smul.fix.i64(i64 %n, i64 %n, i32 3)", "smul.fix"),
    ("call void @llvm.va_start(ptr %p)", "va_start"),
    ("%x = call double @g(i64 %n)", "double"), ("call void @h(i32 1)", "other arguments"),
    ("store i64 ptrtoint (ptr blockaddress(@f, %a) to i64), ptr %p", "blockaddress"),
  ])
  func whatHasNoMeaningIsRefusedByName(instruction: String, name: String) throws {
    let text = """
      define void @h(i64 %x) {
        ret void
      }
      define i64 @f(ptr %p, i64 %n) {
        \(instruction)
        ret i64 1
      }
      """
    let refusals = try refusals(text)
    #expect(refusals.count == 1)
    #expect(refusals.first?.contains(name) == true, "\(refusals)")
    #expect {
      try run(text, 0x1000, 3)
    } throws: {
      guard case .refused? = ($0 as? ExecutionError)?.kind else { return false }
      return ($0 as? ExecutionError)?.place.source == Source(file: "test.ll", line: 7)
    }
  }

  @Test func whatIsRefusedIsOnlyAnErrorWhereItIsReached() throws {
    let text = """
      define i64 @f(i1 %c) {
        br i1 %c, label %a, label %b
      a:
        %x = fadd double 1.0, 2.0
        %y = fptoui double %x to i64
        br label %b
      b:
        %z = phi i64 [ %y, %a ], [ 7, %0 ]
        ret i64 %z
      }
      """
    #expect(try run(text, 0) == [7])
    #expect(throws: ExecutionError.self) { try run(text, 1) }
  }

  @Test(arguments: ["uadd", "usub", "umul", "sadd", "ssub", "smul"], [8, 33, 64])
  func overflowIsThatOfWholeNumbers(operation: String, width: Int) throws {
    let text = """
      define {i\(width), i1} @f(i\(width) %a, i\(width) %b) {
        %r = call {i\(width), i1} @llvm.\(operation).with.overflow.i\(width)(i\(width) %a, i\(width) %b)
        ret {i\(width), i1} %r
      }
      """
    var random = RandomNumbers(seed: UInt64(width))
    for _ in 0..<200 {
      let (a, b) = (random.word(width: width), random.word(width: width))
      let isSigned = operation.hasPrefix("s")
      func whole(_ word: UInt64) -> Int128 {
        let isNegative = isSigned && word >> UInt64(width - 1) == 1
        return Int128(word) - (isNegative ? Int128(1) << Int128(width) : 0)
      }
      let (x, y) = (whole(a), whole(b))
      let mask = (Int128(1) << Int128(width)) - 1
      let exact: Int128?
      switch operation.dropFirst() {
      case "add": exact = x + y
      case "sub": exact = x - y
      default:
        let (product, overflow) = x.multipliedReportingOverflow(by: y)
        exact = overflow ? nil : product
      }
      let low = isSigned ? -(Int128(1) << Int128(width - 1)) : 0
      let high = isSigned ? (Int128(1) << Int128(width - 1)) - 1 : mask
      let wrapped = UInt64(truncatingIfNeeded: a.multipliedFullWidth(by: b).low)
      let value = exact.map { UInt64(truncatingIfNeeded: $0 & mask) } ?? wrapped
      let overflows = exact.map { $0 < low || $0 > high } ?? true
      #expect(try run(text, a, b) == [value, overflows ? 1 : 0], "\(operation) \(a) \(b)")
    }
  }

  @Test(arguments: [
    ("usub.sat", 3, 5, 0), ("usub.sat", 5, 3, 2), ("uadd.sat", 250, 5, 255),
    ("uadd.sat", 250, 6, 255), ("sadd.sat", 127, 1, 127), ("sadd.sat", 0x80, 0xff, 0x80),
    ("ssub.sat", 0x80, 1, 0x80), ("ssub.sat", 0x7f, 0xff, 0x7f), ("ssub.sat", 1, 2, 0xff),
    ("umin", 0xff, 1, 1), ("smin", 0xff, 1, 0xff), ("umax", 0xff, 1, 0xff), ("smax", 0xff, 1, 1),
  ])
  func boundsAndLimits(name: String, a: UInt64, b: UInt64, expected: UInt64) throws {
    let text = """
      define i8 @f(i8 %a, i8 %b) {
        %r = call i8 @llvm.\(name).i8(i8 %a, i8 %b)
        ret i8 %r
      }
      """
    #expect(try run(text, a, b) == [expected])
  }

  @Test(arguments: [("fshl", 0), ("fshl", 3), ("fshl", 27), ("fshr", 0), ("fshr", 3), ("fshr", 24)])
  func funnelShiftsGoByTheRestOfTheWidth(name: String, bits: UInt64) throws {
    let text = """
      define i24 @f(i24 %a, i24 %b, i24 %c) {
        %r = call i24 @llvm.\(name).i24(i24 %a, i24 %b, i24 %c)
        ret i24 %r
      }
      """
    let (a, b): (UInt64, UInt64) = (0xabcdef, 0x123456)
    let both = a << 24 | b
    let by = bits % 24
    let expected = name == "fshl" ? (both << by) >> 24 : both >> by
    #expect(try run(text, a, b, bits) == [expected & 0xffffff])
  }

  @Test func undefinedIsAnyValueAndReported() throws {
    let program = try program(
      """
      define i64 @f(i64 %n) {
        %p = alloca i64
        %x = load i64, ptr %p
        %y = shl i64 1, %n
        %z = add i64 %x, %y
        ret i64 %z
      }
      """)
    var execution = ConcreteExecution(program, in: TestWorld())
    _ = try execution.call("f", [3])
    #expect(execution.world.reported.count == 1)
    _ = try execution.call("f", [64])
    #expect(execution.world.reported.count == 3)
    #expect(execution.world.reported.last == .operand)
  }

  @Test func assumptionsAndTrapsEndTheRun() throws {
    let text = """
      define i64 @f(i1 %c) {
        call void @llvm.assume(i1 %c)
        br i1 %c, label %a, label %b
      a:
        ret i64 4
      b:
        call void @llvm.trap()
        unreachable
      }
      """
    #expect(try run(text, 1) == [4])
    #expect {
      try run(text, 0)
    } throws: {
      ($0 as? ExecutionError)?.kind == .unreachable
    }
  }

  @Test func whatIsAssumedHolds() throws {
    let text = """
      define i64 @f(i1 %c) {
        call void @llvm.assume(i1 %c)
        ret i64 4
      }
      """
    #expect(try run(text, 1) == [4])
    #expect(throws: ExecutionError.self) { try run(text, 0) }
  }

  @Test func objectsOfEndedCallsLeaveNothing() throws {
    let program = try program(
      """
      define i64 @g(i64 %x) {
        %p = alloca i64
        %old = load i64, ptr %p
        store i64 %x, ptr %p
        ret i64 %old
      }
      define i64 @f() {
        %a = call i64 @g(i64 1)
        %b = call i64 @g(i64 2)
        ret i64 %b
      }
      """)
    var execution = ConcreteExecution(program, in: TestWorld())
    _ = try execution.call("f", [])
    #expect(execution.world.reported.count == 2)
  }

  @Test func argumentsByValueAreCopies() throws {
    let text = """
      %s = type { i64, i64 }
      define void @g(ptr byval(%s) %p) {
        store i64 9, ptr %p
        ret void
      }
      define i64 @f() {
        %p = alloca %s
        store %s { i64 5, i64 6 }, ptr %p
        call void @g(ptr byval(%s) %p)
        %x = load i64, ptr %p
        ret i64 %x
      }
      """
    #expect(try run(text) == [5])
  }

  @Test func assemblyAndPointersAreAsked() throws {
    let program = try program(
      """
      define i64 @f(ptr %p) {
        %x = call {i32, i64} asm "get", "=r,=r,r"(i64 7)
        %a = extractvalue {i32, i64} %x, 0
        %b = zext i32 %a to i64
        %y = call i64 (ptr, ...) %p(ptr @g, i64 %b)
        callbr void asm "go", "!i"() to label %one [label %two]
      one:
        ret i64 1
      two:
        ret i64 %y
      }
      """)
    var world = TestWorld()
    world.answer = { callee, arguments in
      switch callee {
      case .assembly("get", _) where arguments == [7]: return [3, 4]
      case .pointer(0x1234) where arguments == [0x10_0000, 3]: return [77]
      case .assembly("go", _) where arguments.isEmpty: return []
      default: return nil
      }
    }
    var execution = ConcreteExecution(program, in: world)
    #expect(try execution.call("f", [0x1234]) == [77])
    #expect(throws: ExecutionError.self) { try execution.call("f", [0x1235]) }
  }

  @Test func whatLiesBetweenObjectsIsTold() throws {
    let text = """
      define i64 @f(i64 %write, i64 %n) {
        %a = alloca i64
        %b = alloca i64
        store i64 1, ptr %a
        store i64 2, ptr %b
        %p = getelementptr i64, ptr %b, i64 %n
        %c = icmp ne i64 %write, 0
        br i1 %c, label %w, label %r
      w:
        %q = getelementptr i64, ptr %b, i64 1
        store i64 3, ptr %q
        br label %r
      r:
        %x = load i64, ptr %p
        ret i64 %x
      }
      """
    var execution = ConcreteExecution(try program(text), in: TestWorld())
    // As on a machine, the object above is what is read at its address.
    #expect(try execution.call("f", [0, 2]) == [1])
    #expect(execution.world.reported.isEmpty)
    _ = try execution.call("f", [0, 1])
    #expect(
      execution.world.reported.contains {
        if case .outsideObject = $0 { true } else { false }
      })
    #expect {
      try execution.call("f", [1, 2])
    } throws: {
      guard case .writeOutsideObject? = ($0 as? ExecutionError)?.kind else { return false }
      return true
    }
  }

  @Test func markedIsWhatIsVolatileOrAtomic() throws {
    let program = try program(
      """
      define void @f(ptr %p) {
        %a = load i64, ptr %p
        %b = load volatile i64, ptr %p
        %c = load atomic i64, ptr %p monotonic, align 8
        store i64 1, ptr %p
        store volatile i64 1, ptr %p
        store atomic i64 1, ptr %p monotonic, align 8
        ret void
      }
      """)
    let marks = program.functions["f"]?.blocks[0].instructions.compactMap { instruction -> Bool? in
      switch instruction.operation {
      case .read(_, _, let isMarked), .write(_, _, _, let isMarked): return isMarked
      default: return nil
      }
    }
    #expect(marks == [false, true, true, false, true, true])
  }

  // MARK: several modules

  private func module(_ file: String, _ text: String) throws -> Module {
    let head = "source_filename = \"/linux/mm/\(file)\"\ntarget triple = \"x86_64-linux\"\n"
    return try Module(Array((head + text).utf8), file: file)
  }

  private func gives(_ number: Int, _ linkage: String = "", _ name: String = "g") -> String {
    "define \(linkage) i64 @\(name)() {\n  ret i64 \(number)\n}\n"
  }

  private let callsG = "define i64 @f() {\n  %x = call i64 @g()\n  ret i64 %x\n}\n"

  private func result(_ modules: [Module], _ entry: String = "f") throws -> [UInt64] {
    var execution = ConcreteExecution(
      try Program(modules, entries: [entry]), in: TestWorld())
    return try execution.call(entry, [])
  }

  @Test func staticFunctionsAreTheirFiles() throws {
    let first = try module("a.c", callsG + gives(1, "internal"))
    let second = try module(
      "b.c", gives(2, "internal") + callsG.replacing("@f", with: "@h"))
    #expect(try result([first, second]) == [1])
    #expect(try result([first, second], "h") == [2])
    #expect(try result([second, first], "g@mm/b.c") == [2])
    #expect(throws: IRError.self) { try result([first, second], "g") }
    let program = try Program([first, second], entries: ["f", "h"])
    #expect(program.functions.keys.sorted() == ["f", "g@mm/a.c", "g@mm/b.c", "h"])
  }

  @Test func functionsOfOtherFilesAreFound() throws {
    let caller = try module("a.c", callsG + "declare i64 @g()\n")
    #expect(try result([caller, module("b.c", gives(2))]) == [2])
    // A static function of another file is not what is called.
    let hidden = try module("b.c", gives(2, "internal"))
    #expect(throws: ExecutionError.self) { try result([caller, hidden]) }
    // A weak one gives way to one that may be anywhere.
    #expect(throws: ExecutionError.self) { try result([caller, module("b.c", gives(2, "weak"))]) }
    #expect(
      try result([caller, module("b.c", gives(2, "weak")), module("c.c", gives(3))]) == [3])
    #expect(throws: IRError.self) {
      try result([caller, module("b.c", gives(2)), module("c.c", gives(3))])
    }
    #expect(
      try result([
        caller, module("b.c", gives(2, "linkonce_odr")), module("c.c", gives(2, "linkonce_odr")),
      ]) == [2])
  }
}
