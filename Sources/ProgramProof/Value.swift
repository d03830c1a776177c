import SMT

/// Where a number comes from, as far as it decides what a read through it is.
struct Tags: OptionSet, Hashable {
  let rawValue: UInt8

  /// From the top table or an entry.
  static let table = Tags(rawValue: 1)
  /// From memory of which nothing is known.
  static let foreign = Tags(rawValue: 2)
  /// From the memory map, where the kernel keeps what it knows of pages.
  static let map = Tags(rawValue: 4)
  /// From the address of a stack object, by arithmetic that no pointer survives.
  static let stack = Tags(rawValue: 8)
  /// From the dummy of a level that is folded.
  static let dummy = Tags(rawValue: 16)

  /// Of what is the one or the other. Where one may be in a table, and is not in the memory map,
  /// nothing is said of the map.
  func meeting(_ other: Tags) -> Tags {
    let union = union(other)
    let isTable = [self, other].contains { $0.contains(.table) && !$0.contains(.map) }
    return isTable ? union.subtracting(.map) : union
  }
}

/// The number of an object: a local, or one of those that a walk is handed.
typealias ObjectID = Int

/// One thing that a value may be: a number, or an object's address and bytes behind it.
struct Alternative {
  /// Where it is this.
  var condition: Term
  var object: ObjectID?
  /// The number, or the bytes.
  var word: Term
  var tags: Tags
  /// How unknown memory was reached: by which reads from what. For the root of the tables.
  var origin: Origin?
}

/// A word that a program computes with: alternatives that exclude each other.
struct Value {
  var alternatives: [Alternative]

  init(_ alternatives: [Alternative]) { self.alternatives = alternatives }

  init(_ word: Term, tags: Tags = [], origin: Origin? = nil) {
    alternatives = [
      Alternative(condition: .yes, object: nil, word: word, tags: tags, origin: origin)
    ]
  }

  init(address object: ObjectID, offset: UInt64 = 0, width: Int) {
    alternatives = [
      Alternative(
        condition: .yes, object: object, word: .constant(offset, width: width), tags: [],
        origin: nil)
    ]
  }

  /// How many nodes lie on the longest way down of what it is computed by.
  var depth: Int {
    alternatives.map { max($0.word.depth, $0.condition.depth) }.max() ?? 0
  }

  /// Bits.
  var width: Int { alternatives[0].word.width }

  /// Whether it may lead to what the kernel keeps of a page.
  var isOfPages: Bool { alternatives.contains { $0.tags.contains(.map) } }

  /// The only alternative, if it is a number.
  var number: Alternative? {
    alternatives.count == 1 && alternatives[0].object == nil ? alternatives[0] : nil
  }

  /// The only alternative, if it is an object's address.
  var place: (object: ObjectID, offset: Term)? {
    guard alternatives.count == 1, let object = alternatives[0].object else { return nil }
    return (object, alternatives[0].word)
  }

  var tags: Tags { alternatives.reduce([]) { $0.union($1.tags) } }

  /// Whether both are known to be the same by their shape.
  func isSame(_ other: Value) -> Bool {
    alternatives.count == other.alternatives.count
      && zip(alternatives, other.alternatives).allSatisfy {
        $0.object == $1.object && Term.same($0.word, $1.word)
          && Term.same($0.condition, $1.condition) && $0.tags == $1.tags
      }
  }

  /// Each number or number of bytes changed by `change`.
  func mapped(_ change: (Term) -> Term) -> Value {
    Value(
      alternatives.map {
        Alternative(
          condition: $0.condition, object: $0.object, word: change($0.word), tags: $0.tags,
          origin: nil)
      })
  }

  /// `then` where the condition holds, else `otherwise`; both of one width.
  static func choice(_ condition: Term, _ then: Value, _ otherwise: Value) -> Value {
    if let value = condition.constantValue { return value == 1 ? then : otherwise }
    if then.isSame(otherwise) {
      var same = then
      for index in same.alternatives.indices
      where same.alternatives[index].origin != otherwise.alternatives[index].origin {
        same.alternatives[index].origin = nil
      }
      return same
    }
    if let a = then.number, let b = otherwise.number {
      return Value(
        .ifThenElse(condition, a.word, b.word), tags: a.tags.meeting(b.tags),
        origin: a.origin == b.origin ? a.origin : nil)
    }
    var result: [Alternative] = []
    for (when, value) in [(condition, then), (Term.not(condition), otherwise)] {
      for alternative in value.alternatives {
        let guarded = Term.all([when, alternative.condition])
        if guarded.constantValue == 0 { continue }
        if let known = result.firstIndex(where: { $0.object == alternative.object }) {
          result[known] = Alternative(
            condition: .any([result[known].condition, guarded]), object: alternative.object,
            word: .ifThenElse(guarded, alternative.word, result[known].word),
            tags: result[known].tags.meeting(alternative.tags),
            origin: result[known].origin == alternative.origin ? alternative.origin : nil)
        } else {
          result.append(
            Alternative(
              condition: guarded, object: alternative.object, word: alternative.word,
              tags: alternative.tags, origin: alternative.origin))
        }
      }
    }
    return Value(result)
  }
}
