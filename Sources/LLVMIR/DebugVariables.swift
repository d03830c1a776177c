/// Variables of functions as debug information tells them.
extension Module {
  /// Of a path such as `kvm->mm->pgd` from a variable of a function, or from a global one: how far
  /// behind what each pointer leads to the next word lies, in bytes; nil where the debug information
  /// does not tell.
  ///
  /// - Parameter steps: the fields behind each `->`, with `.` between them; of a global variable the
  ///   first is in that itself.
  public func offsets(
    ofPath steps: [[String]], from variable: String, in function: Function
  ) -> [Int]? {
    guard !steps.isEmpty else { return [] }
    var type: Int
    var rest = steps[...]
    var offsets: [Int] = []
    if let own = self.type(ofVariable: variable, in: function) {
      guard let target = pointee(own) else { return nil }
      type = target
    } else {
      guard case .named(let name)? = self.type(ofGlobal: variable), name.hasPrefix("struct."),
        let node = structureNode(String(name.dropFirst("struct.".count)))
      else { return nil }
      type = node
    }
    while let fields = rest.popFirst() {
      var offset = 0
      for field in fields {
        guard let (start, inner) = place(ofField: field, inNode: aggregate(type), depth: 0) else {
          return nil
        }
        offset += start
        type = inner
      }
      offsets.append(offset)
      if rest.isEmpty { break }
      guard let target = pointee(type) else { return nil }
      type = target
    }
    return offsets
  }

  /// The type of what a pointer leads to.
  private func pointee(_ type: Int) -> Int? {
    guard let text = node(aggregate(type)), text.contains("tag: DW_TAG_pointer_type") else {
      return nil
    }
    return reference("baseType", of: text)
  }

  /// The type of a function's parameter or local variable.
  private func type(ofVariable name: String, in function: Function) -> Int? {
    guard let subprogram = function.subprogram else { return nil }
    for number in nodes(startingWith: "DILocalVariable(name: \"\(name)\"") {
      guard let text = node(number), let scope = reference("scope", of: text),
        isInside(scope, subprogram)
      else { continue }
      return reference("type", of: text)
    }
    return nil
  }

  private func isInside(_ scope: Int, _ subprogram: Int) -> Bool {
    var scope = scope
    for _ in 0..<64 {
      if scope == subprogram { return true }
      guard let text = node(scope), text.contains("DILexicalBlock"),
        let outer = reference("scope", of: text)
      else { return false }
      scope = outer
    }
    return false
  }

  /// Where a field lies, through structures without a name, and its type.
  private func place(
    ofField field: String, inNode number: Int, depth: Int
  ) -> (start: Int, type: Int)? {
    guard depth < 8 else { return nil }
    for (name, start, type) in members(ofNode: number) {
      guard let type else { continue }
      if name == field { return (start, type) }
      if name == nil,
        let (inner, found) = place(ofField: field, inNode: aggregate(type), depth: depth + 1)
      {
        return (start + inner, found)
      }
    }
    return nil
  }
}
