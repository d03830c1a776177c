import PageWalk

/// Whether a model states what a build has, number by number, in each configuration that the build is
/// said to be.
///
/// A difference says that the model and this build are not about the same thing. Which of the two is
/// wrong it does not say, so that nothing is proved or refuted then.
public struct ProbeComparison: Sendable {
  /// One number of a build and what the model states of it.
  public struct Row: Sendable, Hashable {
    public let name: String
    /// The number in the code; nil where it is known at boot only.
    public let code: UInt64?
    /// What the model states, by configuration; empty where it states nothing.
    public let stated: [Statement]

    /// What one configuration states.
    public struct Statement: Sendable, Hashable {
      public let configuration: Configuration
      public let value: UInt64
    }

    /// The first statement that the code contradicts.
    public var contradiction: Statement? {
      code.flatMap { code in stated.first { $0.value != code } }
    }
  }

  public let rows: [Row]
  private let architecture: String

  /// Compares what was probed with a model.
  ///
  /// - Parameters:
  ///   - compiled: what the model says of this build, whose facts are known.
  ///   - facts: what the walk's code was taken for, such as `BUILD_LEVELS`.
  ///   - release: the kernel's; the helpers of this release count.
  public init(
    _ values: [ProbedValue], architecture: Architecture, compiled: CompiledKernel,
    facts: [String: UInt64], configurations: [Configuration],
    release: KernelVersion
  ) {
    self.architecture = architecture.name
    rows = values.map { value in
      let stated = configurations.compactMap { configuration in
        let model = Statements(
          architecture: architecture, compiled: compiled, facts: facts,
          configuration: configuration, release: release)
        return model.value(of: value.fact).map {
          Row.Statement(configuration: configuration, value: $0)
        }
      }
      // A limit that goes with the task's tables, as on s390, is no number of the build.
      let isOfTask = value.fact.name == "TASK_SIZE" && Set(stated.map(\.value)).count > 1
      return Row(
        name: value.fact.name, code: value.value.map { Word($0, width: architecture.word).bits },
        stated: isOfTask ? [] : stated)
    }
  }

  /// Each contradiction in a sentence.
  public var contradictions: [String] {
    rows.compactMap { row in
      guard let code = row.code, let statement = row.contradiction else { return nil }
      let configuration = "\(statement.configuration)"
      return "the model does not fit this build: \(row.name) is \(Self.text(code)) in the code and"
        + " \(Self.text(statement.value)) in the model"
        + (configuration.isEmpty ? "" : " (\(architecture) \(configuration))")
    }
  }

  /// Lines of a table.
  public var table: [[String]] {
    [["what", "code", "model"]]
      + rows.map { row in
        var stated: [UInt64] = []
        for statement in row.stated where !stated.contains(statement.value) {
          stated.append(statement.value)
        }
        return [
          row.name, row.code.map(Self.text) ?? "at boot",
          stated.isEmpty ? "-" : stated.map(Self.text).joined(separator: " or "),
        ]
      }
  }

  /// Small numbers are decimal, addresses are not.
  private static func text(_ value: UInt64) -> String {
    value < 0x10000 ? "\(value)" : "0x" + String(value, radix: 16)
  }
}
