import Execution
import Foundation
import LLVMIR
import Programs
import TestModels
import Testing
import Translation

/// C that looks at the bytes of memory, compiled for machines of both byte orders; what comes out is
/// computed here on arrays of bytes.
@Suite struct ByteOrderTests {
  private static let machines = [
    ("s390x-linux-gnu", false), ("aarch64-linux-gnu", true), ("powerpc64-linux-gnu", false),
  ]

  private static func number(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> UInt64 {
    (isLittleEndian ? bytes.reversed() : Array(bytes)).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func bytes(_ number: UInt64, _ count: Int, isLittleEndian: Bool) -> [UInt8] {
    let low = (0..<count).map { UInt8(number >> UInt64(8 * $0) & 0xff) }
    return isLittleEndian ? low : low.reversed()
  }

  @Test(arguments: machines, ["-O0", "-O1"])
  func memoryHasTheMachinesOrder(machine: (String, Bool), level: String) throws {
    let folder = try ShippedModels.temporaryDirectory()
    let places = [(0, 8), (3, 8), (7, 4), (6, 4), (7, 2), (9, 2), (5, 1), (8, 1), (12, 4)]
    var text = """
      typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
      typedef unsigned long u64;
      struct mixed { u8 a; u16 b; u32 c; u64 d; };
      u64 fields(u64 x, u64 y) {
        struct mixed m = {x, x >> 8, x >> 24, y}; u8 t[16]; u64 r = 0;
        __builtin_memcpy(t, &m, 16);
        for (int i = 0; i < 16; i++) if (i != 1) r = r * 31 + t[i];
        return r;
      }

      """
    for (index, (offset, size)) in places.enumerated() {
      text += """
        u64 get\(index)(u64 x, u64 y) {
          u8 m[16]; u\(8 * size) r;
          __builtin_memcpy(m, &x, 8); __builtin_memcpy(m + 8, &y, 8);
          __builtin_memcpy(&r, m + \(offset), \(size));
          return r;
        }
        u64 put\(index)(u64 x, u64 y) {
          u64 m[2] = {x, x}; u\(8 * size) w = y;
          __builtin_memcpy((u8 *)m + \(offset), &w, \(size));
          return m[0] * 31 + m[1];
        }

        """
    }
    try text.write(toFile: "\(folder)/bytes.c", atomically: true, encoding: .utf8)
    let file = "\(folder)/bytes.ll"
    let (code, _) = try runProgram([
      "clang", "--target=\(machine.0)", level, "-fno-vectorize", "-fno-slp-vectorize", "-S",
      "-emit-llvm", "-o", file, "\(folder)/bytes.c",
    ])
    try #require(code == 0)
    let names = places.indices.flatMap { ["get\($0)", "put\($0)"] } + ["fields"]
    let program = try Program(
      [Module(Array(Data(contentsOf: URL(fileURLWithPath: file))), file: file)], entries: names)
    let isLittle = machine.1
    #expect(program.isLittleEndian == isLittle)
    var execution = ConcreteExecution(program, in: TestWorld())
    var random = RandomNumbers(seed: 7)
    for _ in 0..<5 {
      let (x, y) = (random.next(), random.next())
      let both =
        Self.bytes(x, 8, isLittleEndian: isLittle) + Self.bytes(y, 8, isLittleEndian: isLittle)
      for (index, (offset, size)) in places.enumerated() {
        let got = Self.number(both[offset..<offset + size], isLittleEndian: isLittle)
        #expect(try execution.call("get\(index)", [x, y]) == [got])
        var memory =
          Self.bytes(x, 8, isLittleEndian: isLittle) + Self.bytes(x, 8, isLittleEndian: isLittle)
        memory.replaceSubrange(
          offset..<offset + size, with: Self.bytes(y, size, isLittleEndian: isLittle))
        let put =
          Self.number(memory[0..<8], isLittleEndian: isLittle) &* 31
          &+ Self.number(memory[8..<16], isLittleEndian: isLittle)
        #expect(try execution.call("put\(index)", [x, y]) == [put])
      }
      let fields =
        [UInt8(x & 0xff), 0] + Self.bytes(x >> 8, 2, isLittleEndian: isLittle)
        + Self.bytes(x >> 24, 4, isLittleEndian: isLittle)
        + Self.bytes(y, 8, isLittleEndian: isLittle)
      let sum = fields.enumerated().reduce(UInt64(0)) {
        $1.offset == 1 ? $0 : $0 &* 31 &+ UInt64($1.element)
      }
      #expect(try execution.call("fields", [x, y]) == [sum])
    }
  }

  @Test(arguments: ["E-m:e-i64:64-n32:64", "e-m:e-i64:64-n32:64"])
  func oddWidthsTakeWholeBytes(layout: String) throws {
    let expected = layout.hasPrefix("E") ? [UInt8](1...5) : (1...5).reversed()
    let program = try program(
      """
      define i33 @f(ptr %p, i33 %x, i1 %b) {
        store i33 %x, ptr %p
        %q = getelementptr i8, ptr %p, i64 8
        store i1 %b, ptr %q
        %y = load i33, ptr %p
        %z = load i1, ptr %q
        %w = zext i1 %z to i33
        %r = add i33 %y, %w
        ret i33 %r
      }
      """, layout: layout)
    var execution = ConcreteExecution(program, in: TestWorld())
    #expect(try execution.call("f", [0x1000, 0x01_0203_0405, 1]) == [0x01_0203_0406])
    #expect((0..<5).map { execution.world.memory[0x1000 + $0] } == expected.map { .some($0) })
    #expect(execution.world.memory[0x1005] == nil)
    #expect(execution.world.memory[0x1008] == .some(1))
  }
}
