import LLVMIR

/// The words that values of one module's types consist of, and their places in memory.
///
/// Types are measured once: a kernel's structures have hundreds of fields.
final class FlatTypes {
  /// One word of a value.
  struct Leaf: Hashable {
    /// Bytes from the value's start in memory.
    let offset: Int
    /// Bits, 1 to 64.
    let width: Int

    /// Bytes that it takes in memory.
    var bytes: Int { (width + 7) / 8 }
  }

  /// The greatest number of words of one value.
  static let maximumLeaves = 64

  let module: Module
  private var sizes: [IRType: Int?] = [:]
  private var offsets: [Field: Int?] = [:]
  private var flattened: [IRType: Result<[Leaf], Refusal>] = [:]

  private struct Field: Hashable {
    let type: IRType
    let position: Int
  }

  init(_ module: Module) { self.module = module }

  /// Bytes from one value of a type to the next in an array.
  func size(of type: IRType) throws(Refusal) -> Int {
    let size = sizes[type] ?? module.size(of: type)
    sizes[type] = .some(size)
    guard let size else { throw Refusal("the size of \(type.text)") }
    return size
  }

  /// Bytes from a structure's start to a field.
  func offset(of position: Int, in type: IRType) throws(Refusal) -> Int {
    let field = Field(type: type, position: position)
    let offset = offsets[field] ?? module.offset(of: position, in: type)
    offsets[field] = .some(offset)
    guard let offset else { throw Refusal("field \(position) of \(type.text)") }
    return offset
  }

  /// The words of a value of a type, from its first field on; none for `void`.
  func leaves(of type: IRType) throws(Refusal) -> [Leaf] {
    if let known = flattened[type] { return try known.get() }
    var leaves: [Leaf] = []
    do throws(Refusal) {
      try append(type, at: 0, to: &leaves)
    } catch {
      flattened[type] = .failure(error)
      throw error
    }
    flattened[type] = .success(leaves)
    return leaves
  }

  /// The type of a part, and which words of the whole it has.
  func part(_ positions: [Int], of type: IRType) throws(Refusal) -> (IRType, Range<Int>) {
    var type = type
    var start = 0
    for position in positions {
      switch module.resolved(type) {
      case .structure(let fields, _) where position < fields.count:
        for field in fields[..<position] { start += try leaves(of: field).count }
        type = fields[position]
      case .array(let count, let element) where position < count:
        start += try position * leaves(of: element).count
        type = element
      default: throw Refusal("part \(position) of \(type.text)")
      }
    }
    return (type, start..<start + (try leaves(of: type).count))
  }

  private func append(_ type: IRType, at offset: Int, to leaves: inout [Leaf]) throws(Refusal) {
    let resolved = module.resolved(type)
    switch resolved {
    case .void: return
    case .integer(let width) where width <= 64: leaves.append(Leaf(offset: offset, width: width))
    case .pointer: leaves.append(Leaf(offset: offset, width: module.layout.pointerWidth))
    case .array(let count, let element):
      guard count > 0 else { return }
      let before = leaves.count
      try append(element, at: offset, to: &leaves)
      let step = leaves.count - before
      guard step * count <= Self.maximumLeaves else {
        throw Refusal("a value of more than \(Self.maximumLeaves) words")
      }
      let size = try size(of: element)
      guard step > 0 else { return }
      for position in 1..<max(1, count) {
        try append(element, at: offset + position * size, to: &leaves)
      }
    case .structure(let fields, _):
      for (position, field) in fields.enumerated() {
        try append(field, at: offset + self.offset(of: position, in: resolved), to: &leaves)
      }
    default: throw Refusal("a value of type \(type.text)")
    }
    guard leaves.count <= Self.maximumLeaves else {
      throw Refusal("a value of more than \(Self.maximumLeaves) words")
    }
  }
}

/// Something that has no meaning; it becomes an instruction that must not be reached.
struct Refusal: Error, Hashable {
  let text: String

  init(_ text: String) { self.text = text }
}

extension IRType {
  /// A type as LLVM writes it, shortened.
  var text: String {
    switch self {
    case .void: return "void"
    case .integer(let width): return "i\(width)"
    case .pointer: return "ptr"
    case .array(let count, let element): return "[\(count) x \(element.text)]"
    case .structure(let fields, _): return "{\(fields.count) fields}"
    case .named(let name): return "%\(name)"
    case .function: return "function"
    case .label: return "label"
    case .metadata: return "metadata"
    case .other(let name, _): return name
    }
  }
}
