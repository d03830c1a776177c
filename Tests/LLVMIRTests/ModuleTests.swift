import Foundation
import TestModels
import Testing

@testable import LLVMIR

@Suite struct ModuleTests {
  private func module(_ text: String) throws -> Module {
    try Module(Array(text.utf8), file: "test.ll")
  }

  private let head = """
    target datalayout = "e-m:e-i64:64-n32:64-S128"
    target triple = "x86_64-unknown-linux-gnu"
    %struct.small = type { i8, i32, i8 }
    %struct.packed = type <{ i8, i32, i8 }>
    %struct.nested = type { %struct.small, [3 x i16], ptr }

    """

  @Test func sizesAndOffsetsAreThoseOfC() throws {
    let module = try module(head + "define void @f() {\n  ret void\n}\n")
    #expect(module.size(of: .named("struct.small")) == 12)
    #expect(module.size(of: .named("struct.packed")) == 6)
    #expect(module.size(of: .named("struct.nested")) == 32)
    #expect(module.offset(of: 2, in: .named("struct.small")) == 8)
    #expect(module.offset(of: 2, in: .named("struct.nested")) == 24)
  }

  /// Where clang puts fields is where its layout says that they are.
  @Test(arguments: [
    "i386", "x86_64", "armv7", "aarch64", "riscv32", "riscv64", "mips", "mips64", "s390x",
    "powerpc64le",
  ])
  func fieldsLieWhereTheCompilerPutsThem(machine: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "walkproof-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("fields.c")
    let output = folder.appendingPathComponent("fields.ll")
    try Data(
      """
      struct small { char a; long long b; short c; };
      struct fields { char a; long long b; short c; void *d; struct small e[3]; char f; int g; };
      struct fields fields;
      #define AT(name) __builtin_offsetof(struct fields, name)
      unsigned places[] =
        {AT(a), AT(b), AT(c), AT(d), AT(e), AT(f), AT(g), sizeof(struct fields)};
      void f(void) {}

      """.utf8
    ).write(to: source)
    let (code, _) = try runProgram([
      "clang", "--target=\(machine)-unknown-linux-gnu", "-S", "-emit-llvm", "-O0", "-o",
      output.path, source.path,
    ])
    try #require(code == 0)
    let text = try String(contentsOf: output, encoding: .utf8)
    let module = try Module(Array(text.utf8), file: "fields.ll")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("@places") })
    let told = line.split(separator: "[").last.map { list in
      list.prefix { $0 != "]" }.split(separator: ",").compactMap { $0.split(separator: " ").last }
        .compactMap { Int($0) }
    }
    let type = IRType.named("struct.fields")
    let here = (0..<7).map { module.offset(of: $0, in: type) } + [module.size(of: type)]
    #expect(told == here.compactMap(\.self) && told?.count == 8)
  }

  /// The field's number counts in the type, and its place comes from debug information.
  @Test func fieldOfGlobalIsFoundByName() throws {
    let module = try module(
      head + """
        @place = external dso_local global %struct.small, align 4
        @other = external dso_local global %struct.nested, align 8
        @number = external dso_local global i64, align 8
        define void @f() {
          ret void
        }
        !0 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "small", size: 96, elements: !1)
        !1 = !{!2, !3}
        !2 = !DIDerivedType(tag: DW_TAG_member, name: "first", baseType: !4, size: 8)
        !3 = !DIDerivedType(tag: DW_TAG_member, name: "last", baseType: !4, size: 8, offset: 64)
        !4 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)

        """)
    #expect(module.number(ofField: "first", inGlobal: "place") == 0)
    #expect(module.number(ofField: "last", inGlobal: "place") == 2)
    #expect(module.number(ofField: "none", inGlobal: "place") == nil)
    #expect(module.number(ofField: "last", inGlobal: "other") == nil)
    #expect(module.number(ofField: "last", inGlobal: "number") == nil)
    #expect(module.number(ofField: "last", inGlobal: "nothing") == nil)
  }

  @Test func byteOrderAndPointerWidthAreRead() throws {
    #expect(!DataLayout("E-m:e-i1:8:16-i8:8:16-i64:64").isLittleEndian)
    #expect(DataLayout("e-m:e-p:32:32-Fi8-i64:64").pointerWidth == 32)
  }

  @Test func oneInstructionPerLineIsRead() throws {
    let module = try module(
      head + """
        define internal signext i32 @f(ptr noundef %p, i64 %x) #0 !dbg !7 {
        entry:
          %a = getelementptr inbounds nuw %struct.small, ptr %p, i32 0, i32 1, !dbg !9
          %b = load volatile i32, ptr %a, align 4
          %c = inttoptr i64 %x to ptr
          %d = icmp ne ptr %c, null
          br i1 %d, label %one, label %two

        one:                                              ; preds = %entry
          switch i32 %b, label %two [
            i32 0, label %three
            i32 -1, label %two
          ]

        two:
          %e = phi i32 [ 1, %entry ], [ %b, %one ], [ 2, %one ]
          ret i32 %e

        three:
          callbr void asm sideeffect "x\\0A", "i,!i"(i64 3) #4
                  to label %two [label %one]
        }
        !7 = distinct !DISubprogram(name: "f", file: !8, line: 3)
        !8 = !DIFile(filename: "/somewhere/linux/mm/x.c", directory: "/")
        !9 = !DILocation(line: 12, column: 3, scope: !7)

        """)
    let function = try #require(try module.function("f"))
    #expect(function.blocks.map(\.label) == ["entry", "one", "two", "three"])
    #expect(function.blocks[0].instructions.count == 5)
    #expect(function.blocks[1].successors == ["two", "three", "two"])
    #expect(function.blocks[3].successors == ["two", "one"])
    let location = function.blocks[0].instructions[0].location
    #expect(module.sourceLine(of: location)?.description == "mm/x.c:12")
    #expect(module.sourceLine(of: function)?.description == "mm/x.c:3")
  }

  @Test(arguments: [
    "", "nothing of the kind", "target triple = \"x\"\n", "define i32 @f() {\n",
    "target triple = \"x\"\ndefine i32 @f() {\n  ret i32 0\n",
    "target triple = \"x\"\n%a = type { %a }\ndefine i32 @f() {\n  ret i32 0\n}\n",
    "target triple = \"x\"\n%a = type {{{{\ndefine i32 @f() {\n  ret i32 0\n}\n",
  ])
  func whatIsNoModuleIsAnError(text: String) {
    #expect(throws: IRError.self) { try module(text) }
  }

  @Test func deepNestingIsAnError() {
    let deep = String(repeating: "[1 x ", count: 5000)
    #expect(throws: IRError.self) {
      try module("target triple = \"x\"\n%a = type \(deep)\ndefine i32 @f() {\n}\n")
    }
  }

  private func types(_ count: Int) -> String {
    "%t1 = type { i64 }\n"
      + (2...count).map { "%t\($0) = type { %t\($0 - 1) }\n" }.joined()
  }

  /// The edge of what is read, and that what is beyond is called by its name, with its line.
  @Test(arguments: [64, 65, 512, 100_000])
  func chainsOfTypesAreBounded(_ count: Int) throws {
    let text = head + types(count) + "define void @f() {\n  ret void\n}\n"
    guard count > 64 else {
      #expect(try module(text).size(of: .named("t\(count)")) == 8)
      return
    }
    let error = #expect(throws: IRError.self) { try module(text) }
    #expect(error?.line == 5 + 65)
    #expect(error?.message.contains("64 types deep") == true)
  }

  @Test(arguments: [
    "i64:7", "i64:0", "i64:24", "i8:0", "i64", "i64:", "i64:99999999999999999999", "p:64:0",
    "p0:0:64",
    "p:64:-64", "ix:64", "i0:64", "p:64:64:12",
  ])
  func aLayoutOfNoMachineIsAnError(_ item: String) throws {
    let text = head.replacing("i64:64", with: item) + "define void @f() {\n  ret void\n}\n"
    let error = #expect(throws: IRError.self) { try module(text) }
    #expect(error?.line == 1)
  }
}
