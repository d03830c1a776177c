/// Random C functions whose result C defines (with `-fwrapv`), from a seed.
public struct RandomC {
  /// What functions are made of.
  public enum Parts: Sendable {
    case everything
    /// No loops, no calls of a function by itself, and nothing that counts bits.
    case straight
    /// Nor arrays, whose elements are chosen by words.
    case straightWords
  }

  private var random: RandomNumbers
  private var depth = 0
  private var loops = 0
  private var variables: [(name: String, type: String)] = []
  private var helpers = 0
  private var names = 0
  private let prefix: String
  private let parts: Parts

  private static let types = ["u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64"]

  /// What every file of such functions begins with.
  public static let head = """
    typedef unsigned char u8; typedef signed char s8; typedef unsigned short u16;
    typedef short s16; typedef unsigned int u32; typedef int s32;
    typedef unsigned long long u64; typedef long long s64;
    #define NOINLINE __attribute__((noinline))
    struct small { u8 a; u16 b; };
    struct pair { u64 x; s64 y; };
    struct mixed { u8 a; u32 b; s16 c; u64 d; };
    struct bits { u32 a : 3; s32 b : 17; u64 c : 37; u8 d; };
    struct large { u64 v[4]; struct small s; u8 t[3]; };
    static NOINLINE u64 sum_small(struct small s) { return s.a * 3 + s.b; }
    static NOINLINE u64 sum_pair(struct pair p) { return p.x ^ (u64)p.y * 5; }
    static NOINLINE u64 sum_mixed(struct mixed m) { m.b += m.a; return m.b + m.c * m.d; }
    static NOINLINE u64 sum_bits(struct bits b) { b.a++; b.b -= 3; return b.a + b.b + b.c + b.d; }
    static NOINLINE u64 sum_large(struct large l) {
      l.v[1] += l.s.b; l.t[2] ^= l.s.a;
      return l.v[0] + 3 * l.v[1] + 5 * l.v[2] + 7 * l.v[3] + l.s.b + l.t[0] + l.t[1] + l.t[2];
    }
    static NOINLINE struct small make_small(u64 x) { struct small s = {x, x >> 9}; return s; }
    static NOINLINE struct pair make_pair(u64 x) { struct pair p = {x + 1, x >> 3}; return p; }
    static NOINLINE struct mixed make_mixed(u64 x) {
      struct mixed m; m.a = x; m.b = x >> 7; m.c = x >> 11; m.d = ~x; return m;
    }
    static NOINLINE struct bits make_bits(u64 x) {
      struct bits b; b.a = x; b.b = x >> 5; b.c = x * 3; b.d = x >> 56; return b;
    }
    static NOINLINE struct large make_large(u64 x) {
      struct large l;
      for (int i = 0; i < 4; i++) l.v[i] = x * (i + 1);
      l.s = make_small(x + 7);
      for (int i = 0; i < 3; i++) l.t[i] = x >> 8 * i;
      return l;
    }
    static NOINLINE u64 recurse(u64 x, u32 n) { return n ? recurse(x * 3 + n, n - 1) + x : x; }

    """

  /// Functions whose names begin with `prefix`.
  public init(seed: UInt64, prefix: String, of parts: Parts = .everything) {
    random = RandomNumbers(seed: seed)
    self.prefix = prefix
    self.parts = parts
  }

  private mutating func number(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
  private mutating func pick<T>(_ values: [T]) -> T { values[number(values.count)] }
  private mutating func type() -> String { pick(Self.types) }
  private mutating func fresh(_ kind: String) -> String {
    names += 1
    return "\(kind)\(names)"
  }

  /// A few helpers and `u64 <prefix>(u64, u64, u64)`.
  public mutating func functions() -> String {
    var text = ""
    for _ in 0..<number(3) {
      let (result, first, second) = (type(), type(), type())
      variables = [("x", first), ("y", second)]
      let body = block(statements: 3 + number(3))
      text += """
        static \(pick(["", "NOINLINE "]))\(result) \(prefix)_\(helpers)(\(first) x, \(second) y) {
        \(body)return \(expression());
        }

        """
      helpers += 1
    }
    variables = [("a", "u64"), ("b", "u64"), ("c", "u64")]
    let body = block(statements: 5 + number(5))
    let result = variables.map { "(u64)\($0.name)" }.joined(separator: " * 31 + ")
    return text + "u64 \(prefix)(u64 a, u64 b, u64 c) {\n\(body)return \(result);\n}\n"
  }

  private mutating func block(statements: Int) -> String {
    (0..<statements).map { _ in statement() }.joined()
  }

  /// Statements of an inner block, whose variables end with it.
  private mutating func inner() -> String {
    let outer = variables
    depth += 1
    let text = block(statements: 1 + number(3))
    depth -= 1
    variables = outer
    return "{\n\(text)}\n"
  }

  private mutating func statement() -> String {
    let target = pick(variables)
    switch number(depth < 2 ? 16 : 9) {
    case 0, 1, 2:
      let (name, type) = (fresh("v"), type())
      let value = expression()
      variables.append((name, type))
      return "\(pick(["", "", "volatile "]))\(type) \(name) = \(value);\n"
    case 3, 4: return "\(target.name) = \(expression());\n"
    case 5: return "\(target.name) \(pick(["+=", "-=", "*=", "^=", "|=", "&="])) \(expression());\n"
    case 6 where parts == .straightWords: return "\(target.name) = ~\(target.name);\n"
    case 6:
      let (name, type, index) = (fresh("p"), type(), fresh("i"))
      let source = pick(variables).name
      let filling =
        parts == .everything
        ? "for (u32 \(index) = 0; \(index) < 8; \(index)++)\n\(name)[\(index)] = (\(source)) * 3 + \(index);"
        : (0..<8).map { "\(name)[\($0)] = (\(source)) * 3 + \($0);" }.joined(separator: "\n")
      return """
        { \(type) \(name)[8]; \(filling)
        \(name)[(\(expression())) & 7] ^= \(expression());
        \(type) *q = &\(name)[(\(expression())) & 3]; q[2] += *q;
        \(target.name) += q[4] - \(name)[(\(expression())) & 7]; }

        """
    case 7: return structure(target.name)
    case 8:
      let operation = pick(["add", "sub", "mul"])
      let type = type()
      return """
        { \(type) r; \(target.name) += __builtin_\(operation)_overflow((\(type))(\(expression())), \
        (\(type))(\(expression())), &r); \(target.name) ^= r; }

        """
    case 9, 10: return "if (\(expression())) \(inner())else \(inner())"
    case 11, 12:
      guard loops < 2, parts == .everything else { return "\(target.name)++;\n" }
      loops += 1
      let index = fresh("i")
      let body = inner()
      loops -= 1
      return "for (u32 \(index) = \(number(3)); \(index) < \(3 + number(4)); \(index)++) \(body)"
    case 13:
      guard loops < 2, parts == .everything else { return "\(target.name)--;\n" }
      loops += 1
      let index = fresh("i")
      let body = inner()
      loops -= 1
      return """
        { u32 \(index) = 0; do { if (\(expression())) \(pick(["continue", "break"]));
        \(body)} while (\(index)++ < \(number(5))); }

        """
    default:
      let cases = (0..<1 + number(5)).map { _ in
        "case \(number(8) * 3 - 4): \(inner())\(pick(["break;\n", ""]))"
      }
      let unique = Dictionary(
        cases.map { (String($0.prefix { $0 != ":" }), $0) }, uniquingKeysWith: { first, _ in first }
      )
      let sorted = unique.sorted { $0.key < $1.key }.map(\.value).joined()
      return "switch ((s64)((\(expression())) % 24) - 4) {\n\(sorted)default: \(inner())}\n"
    }
  }

  private mutating func structure(_ target: String) -> String {
    let kind = pick(
      ["small", "pair", "mixed", "bits"] + (parts == .everything ? ["large"] : []))
    let (first, second) = (fresh("o"), fresh("o"))
    let way = pick(
      [
        "struct \(kind) \(second) = \(first);",
        "struct \(kind) \(second); __builtin_memcpy(&\(second), &\(first), sizeof \(first));",
        "struct \(kind) \(second), *w = &\(second); *w = \(first);",
        """
        struct \(kind) \(second); __builtin_memset(&\(second), \(number(256)), sizeof \(second));
        if (\(target) & 1) \(second) = \(first); else \(second) = make_\(kind)(\(target) + 3);
        """,
      ])
    return """
      { struct \(kind) \(first) = make_\(kind)(\(expression())); \(way)
      \(target) += sum_\(kind)(\(second)) - 3 * sum_\(kind)(\(first)); }

      """
  }

  private mutating func expression(_ level: Int = 0) -> String {
    if level > 1 || number(6) == 0 {
      return number(3) == 0
        ? "(\(type()))\(random.word(width: 64))ull" : pick(variables).name
    }
    func operand(_ me: inout RandomC) -> String { "(\(me.type()))(\(me.expression(level + 1)))" }
    let (a, b) = (operand(&self), operand(&self))
    switch number(14) {
    case 8 where parts != .everything, 9 where parts != .everything:
      return "__builtin_bswap32((u32)\(a)) ^ \(b)"
    case 0, 1, 2: return "\(a) \(pick(["+", "-", "*"])) \(b)"
    case 3: return "\(a) \(pick(["&", "|", "^"])) \(b)"
    case 4: return "\(a) \(pick(["<", "<=", ">", ">=", "==", "!="])) \(b)"
    case 5: return "(\(pick(["u32", "s32"])))\(a) \(pick(["<<", ">>"])) (\(b) & 31)"
    case 6: return "(\(pick(["u64", "s64"])))\(a) \(pick(["<<", ">>"])) (\(b) & 63)"
    case 7:
      // The divisor is neither 0 nor -1.
      return "\(a) \(pick(["/", "%"])) \(pick(["", "-"]))(\(type()))((\(b) & 0x7d) | 2)"
    case 8:
      let (builtin, type) = pick([
        ("bswap16", "u16"), ("bswap32", "u32"), ("bswap64", "u64"), ("popcount", "u32"),
        ("popcountll", "u64"), ("rotateleft8", "u8"), ("rotateleft32", "u32"),
        ("rotateright64", "u64"), ("rotateright16", "u16"),
      ])
      let second = builtin.hasPrefix("rotate") ? ", \(b)" : ""
      return "__builtin_\(builtin)((\(type))\(a)\(second))"
    case 9:
      let (builtin, type) = pick([
        ("clz", "u32"), ("ctz", "u32"), ("clzll", "u64"), ("ctzll", "u64"),
      ])
      return "__builtin_\(builtin)((\(type))\(a) | 8)"
    case 10: return "\(pick(["~", "-", "!", "!!"]))\(a)"
    case 11: return "(\(a) ? \(b) : \(operand(&self)))"
    case 12: return "(\(a) \(pick(["&&", "||"])) \(b))"
    default:
      // Calls in loops, in functions that are called in loops, take long.
      if loops > 0 { return a }
      if helpers > 0, number(3) > 0 { return "\(prefix)_\(number(helpers))(\(a), \(b))" }
      return parts == .everything ? "recurse(\(a), \(b) & 3)" : "\(a) + \(b)"
    }
  }
}
