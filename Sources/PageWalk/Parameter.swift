/// One thing about an architecture that a configuration chooses.
public struct Parameter: Sendable, Hashable {
  /// What it may be.
  public enum Domain: Sendable, Hashable {
    case numbers([UInt64])
    case booleans([Bool])
    case labels([String])
    /// Any number in the range: a proof covers all of them at once.
    case range(ClosedRange<UInt64>)
  }

  public let name: String
  /// What it means, for people.
  public let about: String
  public let domain: Domain

  /// A parameter of the given domain.
  public init(name: String, about: String, domain: Domain) {
    self.name = name
    self.about = about
    self.domain = domain
  }

  /// The values that configurations are made of; a range stays whole.
  public var choices: [ParameterValue] {
    switch domain {
    case .numbers(let numbers): return numbers.map { .number($0) }
    case .booleans(let booleans): return booleans.map { .boolean($0) }
    case .labels(let labels): return labels.map { .label($0) }
    case .range(let range): return [.range(range)]
    }
  }

  /// The value that `text` names, if this parameter can have it.
  public func value(from text: String) -> ParameterValue? {
    if case .range(let range) = domain {
      if let number = UInt64(text), range.contains(number) { return .number(number) }
    }
    return choices.first { $0.description == text }
  }

  /// The choices in words, such as `2, 3, 4 or 5`.
  public var choicesText: String {
    let texts = choices.map(\.description)
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
    return texts.dropLast().joined(separator: ", ") + " or " + last
  }
}

/// What a configuration says of one parameter.
public enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
  case number(UInt64)
  case boolean(Bool)
  case label(String)
  case range(ClosedRange<UInt64>)

  /// As it is written in `--configuration KEY=VALUE`.
  public var description: String {
    switch self {
    case .number(let number): return "\(number)"
    case .boolean(let value): return value ? "true" : "false"
    case .label(let label): return label
    case .range(let range): return "\(range.lowerBound)..\(range.upperBound)"
    }
  }
}

extension ParameterValue {
  /// Whether it says nothing at all.
  fileprivate var isAnyWord: Bool {
    if case .range(let range) = self {
      return range.lowerBound == 0 && range.upperBound >= UInt64(UInt32.max)
    }
    return false
  }
}

/// One choice of an architecture's parameters, in the order in which it declares them.
public struct Configuration: Sendable, Hashable, CustomStringConvertible {
  public let values: [(name: String, value: ParameterValue)]

  /// A configuration of the given choices.
  public init(_ values: [(name: String, value: ParameterValue)]) { self.values = values }

  /// The choice for the parameter `name`.
  public subscript(name: String) -> ParameterValue? { values.first { $0.name == name }?.value }

  /// `levels=3`, several separated by a space; `-` where there is nothing to choose.
  public var description: String {
    let told = values.filter { !$0.value.isAnyWord }
    return told.isEmpty ? "-" : told.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  public static func == (left: Configuration, right: Configuration) -> Bool {
    left.values.count == right.values.count
      && zip(left.values, right.values).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  public func hash(into hasher: inout Hasher) {
    for (name, value) in values {
      hasher.combine(name)
      hasher.combine(value)
    }
  }
}
