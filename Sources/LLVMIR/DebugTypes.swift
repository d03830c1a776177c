/// Structures as debug information tells them: fields by their names, as the source has them.
extension Module {
  /// Bytes from the start of a structure to a field, through structures without a name; nil where
  /// the module's debug information has no such field.
  public func offset(ofField field: String, in structure: String) -> Int? {
    guard let number = structureNode(structure) else { return nil }
    return offset(ofField: field, inNode: number, depth: 0)
  }

  /// Bytes from a structure's start to a field of a field of it, by their names with '_' between
  /// them; nil where the debug information has none such.
  public func offset(ofPath path: String, in structure: String) -> Int? {
    guard let number = structureNode(structure) else { return nil }
    return offset(ofPath: path[...], inNode: number, depth: 0)
  }

  private func offset(ofPath path: Substring, inNode number: Int, depth: Int) -> Int? {
    guard depth < 8 else { return nil }
    for (name, start, type) in members(ofNode: number) {
      if let name, name == path { return start }
      var rest = path
      if let name {
        guard path.hasPrefix("\(name)_") else { continue }
        rest = path.dropFirst(name.count + 1)
      }
      if let type, let inner = offset(ofPath: rest, inNode: aggregate(type), depth: depth + 1) {
        return start + inner
      }
    }
    return nil
  }

  /// The type that a type with another name is.
  func aggregate(_ type: Int) -> Int {
    var type = type
    for _ in 0..<8 {
      guard let text = node(type), Self.field("elements", of: text) == nil,
        ["DW_TAG_typedef", "DW_TAG_const_type", "DW_TAG_volatile_type"].contains(where: {
          text.contains("tag: \($0)")
        }), let base = reference("baseType", of: text)
      else { return type }
      type = base
    }
    return type
  }

  /// A structure's members: the name, nil for what has none, where it begins in bytes, and its type.
  func members(ofNode number: Int) -> [(name: String?, start: Int, type: Int?)] {
    guard let node = node(number), let elements = reference("elements", of: node),
      let list = self.node(elements)
    else { return [] }
    return list.split(whereSeparator: { !$0.isNumber }).compactMap { item in
      guard let member = Int(item), let text = self.node(member),
        text.contains("tag: DW_TAG_member")
      else { return nil }
      let bits = Self.field("offset", of: text).flatMap { Int($0) } ?? 0
      return (Self.field("name", of: text), bits / 8, reference("baseType", of: text))
    }
  }

  /// The number of a global variable's field, or that of an array's first structure; nil where the
  /// module does not name the variable, or its debug information has no such field.
  public func number(ofField field: String, inGlobal variable: String) -> Int? {
    guard let type = firstType(ofGlobal: variable), case .named(let name) = type,
      case .structure(let fields, _) = resolved(type), name.hasPrefix("struct."),
      let offset = offset(ofField: field, in: String(name.dropFirst("struct.".count)))
    else { return nil }
    return fields.indices.first { self.offset(of: $0, in: type) == offset }
  }

  /// The type of a global variable, or of an array's first element.
  public func firstType(ofGlobal variable: String) -> IRType? {
    guard let type = type(ofGlobal: variable) else { return nil }
    if case .array(_, let element) = resolved(type) { return element }
    return type
  }

  /// Bytes of a structure.
  public func size(ofStructure name: String) -> Int? {
    structureNode(name).flatMap(node).flatMap { Self.field("size", of: $0) }.flatMap { Int($0) }
      .map { $0 / 8 }
  }

  /// Of several with the name, the first in the text that is no mere declaration.
  func structureNode(_ name: String) -> Int? {
    nodes(startingWith: "DICompositeType(tag: DW_TAG_structure_type, name: \"\(name)\"").first {
      node($0).flatMap { Self.field("elements", of: $0) } != nil
    }
  }

  /// The numbers of the nodes whose text begins so, in order.
  func nodes(startingWith beginning: String) -> [Int] {
    let wanted = Array(beginning.utf8)
    return metadata.filter { _, place in
      // Behind "distinct !" or "!".
      let start = text[place.offset..<min(place.limit, place.offset + 16)].firstIndex(
        of: UInt8(ascii: "D"))
      return start.map { text[$0..<place.limit].starts(with: wanted) } ?? false
    }.keys.sorted()
  }

  private func offset(ofField field: String, inNode number: Int, depth: Int) -> Int? {
    guard depth < 8 else { return nil }
    for (name, start, type) in members(ofNode: number) {
      if let name {
        if name == field { return start }
      } else if let type, let inner = offset(ofField: field, inNode: type, depth: depth + 1) {
        return start + inner
      }
    }
    return nil
  }
}
