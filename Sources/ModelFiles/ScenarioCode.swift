import PageWalk

/// Reads and checks what a scenario says of the code that walks.
struct ScenarioCode {
  let value: YAMLTree.Value
  private let tree: YAMLTree
  private let code: YAMLFields

  /// Nil where a scenario is a model's.
  init?(fields: YAMLFields, tree: YAMLTree) throws(ModelFileError) {
    guard let value = fields.optional("code") else { return nil }
    self.value = value
    self.tree = tree
    code = try YAMLFields(value, in: tree, what: "'code'", allowed: ["function", "answers"])
  }

  func function() throws(ModelFileError) -> String { try code.text("function") }

  func walk() throws(ModelFileError) -> Scenario.CodeWalk {
    var answers: [Scenario.CodeWalk.Answer] = []
    if let list = code.optional("answers") {
      let items = try tree.sequence(list, what: "'answers'")
      guard items.count <= ScenarioMemory.maximumItems else {
        throw tree.error(
          "'answers' has over \(ScenarioMemory.maximumItems) lines; keep what matters", at: list)
      }
      for item in items { answers.append(try answer(item)) }
    }
    return Scenario.CodeWalk(function: try function(), answers: answers)
  }

  private func answer(_ item: YAMLTree.Value) throws(ModelFileError) -> Scenario.CodeWalk.Answer {
    let answer = try YAMLFields(
      item, in: tree, what: "an answer", allowed: ["what", "value", "time"])
    let value = try answer.required("value")
    let isPlace = try tree.text(value, what: "'value'") == "place"
    var time: Int?
    if let place = answer.optional("time") {
      let number = try tree.number(place, what: "'time'")
      guard (1...1_000_000).contains(number) else {
        throw tree.error("'time' counts from 1 to 1000000", at: place)
      }
      time = Int(number)
    }
    return Scenario.CodeWalk.Answer(
      what: try answer.text("what"), time: time,
      value: isPlace ? nil : try tree.number(value, what: "'value'"))
  }
}
