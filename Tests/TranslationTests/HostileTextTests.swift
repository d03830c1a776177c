import Execution
import LLVMIR
import Programs
import Testing
import Translation

/// Text that means harm ends in an error or a result, and soon.
@Suite(.endsSoon) struct HostileTextTests {
  private func run(_ program: Program, _ arguments: [UInt64] = []) throws -> [UInt64] {
    var execution = ConcreteExecution(program, in: TestWorld(), maximumSteps: 400_000)
    return try execution.call("f", arguments)
  }

  @Test func longBlockRuns() throws {
    var text = "define i64 @f(i64 %x) {\n  %v0 = add i64 %x, 1\n"
    for number in 1..<100_000 { text += "  %v\(number) = add i64 %v\(number - 1), 1\n" }
    #expect(try run(program(text + "  ret i64 %v99999\n}\n"), [5]) == [100_005])
  }

  @Test func tooLongFunctionIsAnError() throws {
    let text = String(repeating: "  fence seq_cst\n", count: 200_001)
    #expect(throws: IRError.self) { try program("define void @f() {\n\(text)  ret void\n}\n") }
  }

  @Test func phisThatFeedEachOtherSwap() throws {
    let program = try program(
      """
      define i64 @f(i64 %n) {
      start:
        br label %loop
      loop:
        %a = phi i64 [ 1, %start ], [ %b, %loop ]
        %b = phi i64 [ 2, %start ], [ %a, %loop ]
        %i = phi i64 [ 0, %start ], [ %j, %loop ]
        %j = add i64 %i, 1
        %c = icmp ult i64 %j, %n
        br i1 %c, label %loop, label %end
      end:
        %r = mul i64 %a, 10
        %s = add i64 %r, %b
        ret i64 %s
      }
      """)
    #expect(try run(program, [1]) == [12])
    #expect(try run(program, [2]) == [21])
    #expect(try run(program, [3]) == [12])
  }

  @Test func loopWithTwoEntriesRuns() throws {
    let program = try program(
      """
      define i64 @f(i1 %c, i64 %n) {
        br i1 %c, label %a, label %b
      a:
        %x = phi i64 [ 0, %0 ], [ %y2, %b ]
        %x2 = add i64 %x, 1
        br label %b
      b:
        %y = phi i64 [ 100, %0 ], [ %x2, %a ]
        %y2 = add i64 %y, 10
        %go = icmp ult i64 %y2, %n
        br i1 %go, label %a, label %end
      end:
        ret i64 %y2
      }
      """)
    #expect(try run(program, [0, 0]) == [110])
    #expect(try run(program, [1, 12]) == [22])
  }

  @Test func endlessLoopAndRecursionEnd() throws {
    let loop = try program("define void @f() {\n  br label %a\na:\n  br label %a\n}\n")
    #expect(throws: ExecutionError.self) { try run(loop) }
    let recursion = try program(
      "define void @f() {\n  %x = alloca i64\n  call void @f()\n  ret void\n}\n")
    #expect {
      try run(recursion)
    } throws: {
      ($0 as? ExecutionError)?.kind == .stackLimit
    }
  }

  @Test(arguments: [
    // A value of itself, used before it is there.
    "define i64 @f() {\n  %x = add i64 %x, 1\n  ret i64 %x\n}\n",
    "define i64 @f() {\n  br label %b\na:\n  %x = add i64 1, 1\n  br label %b\nb:\n  ret i64 %x\n}\n",
  ])
  func valueThatIsNotThereIsAnErrorWhereItIsReached(text: String) throws {
    let program = try program(text)
    #expect(throws: ExecutionError.self) { try run(program) }
  }

  @Test(arguments: [
    "define i64 @f() {\n  ret i64 %x\n}\n",
    "define i64 @f() {\n  %x = add i64 1, 1\n  %x = add i64 1, 1\n  ret i64 %x\n}\n",
    "define i64 @f() {\n  br label %nowhere\n}\n",
    "define i64 @f() {\n  br label %a\na:\n  %x = phi i64 [ 1, %b ]\n  ret i64 %x\n}\n",
    "define i64 @f() {\n  %x = phi i64 [ 1, %0 ]\n  ret i64 %x\n}\n",
    "define i64 @f() {\na:\n  br label %a\n}\n",
    "define i64 @f(i32 %x) {\n  ret i64 %x\n}\n",
    "define i64 @f(i32 %x) {\n  ret i32 %x\n}\n",
    "define i64 @f() {\n  %x = invoke i64 @g() to label %a unwind label %a\na:\n  ret i64 %x\n}\n",
    "define i64 @g() {\n  ret i64 1\n}\n",
    "define i64 @f() {\n  ret i64 1\n}\ndefine i64 @f() {\n  ret i64 2\n}\n",
    "%a = type { %b }\n%b = type { %a }\ndefine i64 @f(%a %x) {\n  ret i64 1\n}\n",
  ])
  func whatIsNoProgramIsAnError(text: String) throws {
    #expect(throws: IRError.self) { try program(text) }
  }

  @Test func deepConstantIsAnError() throws {
    let depth = 2000
    let deep =
      String(repeating: "add (i64 ", count: depth) + "1"
      + String(repeating: ", i64 1)", count: depth)
    #expect(throws: IRError.self) {
      try program("define i64 @f() {\n  ret i64 \(deep)\n}\n")
    }
  }

  @Test func typesThatDoubleAreAnError() throws {
    var text = "%t0 = type { i64, i64 }\n"
    for number in 1..<60 { text += "%t\(number) = type { %t\(number - 1), %t\(number - 1) }\n" }
    #expect(throws: IRError.self) {
      try program(text + "define i64 @f(%t59 %x) {\n  ret i64 1\n}\n")
    }
  }

  @Test(arguments: ["e-p:7:0", "e-p:0:0", "e-p:128:128", "e-p:99999999999999999:8", "e-p:64:0"])
  func pointersOfStrangeWidthsAreAnError(layout: String) throws {
    #expect(throws: IRError.self) {
      try program("define void @f() {\n  ret void\n}\n", layout: layout)
    }
  }

  @Test func largeArraysAreRefused() throws {
    let huge = "[2147483646 x [2147483646 x [2147483646 x i64]]]"
    let program = try program(
      """
      define i64 @f(ptr %p) {
        %a = getelementptr \(huge), ptr %p, i64 1
        %b = alloca \(huge)
        %c = load [65 x i64], ptr %p
        ret i64 1
      }
      """)
    #expect(throws: ExecutionError.self) { try run(program, [1]) }
    #expect(program.functions["f"]?.blocks[0].instructions.count == 3)
  }
}
