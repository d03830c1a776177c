/// What a cell may hold at a loop's head, as far as going round the loop changes it.
enum LoopChange: Equatable {
  /// By which objects' addresses, or numbers (nil), with what tags.
  case values([ObjectID?: Tags])
  /// Nothing is known of it.
  case lost
}

/// The name of a loop: the calls that led to its function, the function, and the head.
typealias LoopKey = String

/// What runs of one instance have in common: objects have the same numbers in each, and what loops
/// change is found by running again until nothing new is changed.
final class RunHistory {
  private(set) var objects: [ProofObject] = []
  private var numbers: [String: ObjectID] = [:]
  var changes: [LoopKey: [CellKey: LoopChange]] = [:]
  var escapes: [LoopKey: Set<ObjectID>] = [:]
  /// Loops that read entries of tables, and those that may take pages.
  var readers: Set<LoopKey> = []
  var takers: Set<LoopKey> = []
  /// What was ever written to an object: whoever reads there and does not know what, may have read any of
  /// it.
  private(set) var residues: [ObjectID: Residue] = [:]
  var hasChanged = false

  /// What may be left of everything that an object has held.
  struct Residue: Equatable {
    var tags: Tags
    /// Objects whose addresses it has held.
    var objects: Set<ObjectID>
    /// Whether it has held what may lead to what the kernel keeps of a page.
    var isOfPages: Bool
  }

  /// Whether what may lead to what the kernel keeps of a page was put where others may find it.
  var hasToldPages = false {
    didSet { if hasToldPages != oldValue { hasChanged = true } }
  }

  /// Puts down that an object has held a value.
  func leave(_ value: Value, in object: ObjectID) {
    let tags = value.alternatives.filter { $0.object == nil }.map(\.tags)
    leave(
      Residue(
        tags: tags.dropFirst().reduce(tags.first ?? []) { $0.meeting($1) },
        objects: Set(value.alternatives.compactMap(\.object)), isOfPages: value.isOfPages),
      in: object)
  }

  /// The same of all that another object has held.
  func leave(_ other: Residue, in object: ObjectID) {
    var residue = residues[object] ?? other
    residue.tags = residue.tags.meeting(other.tags)
    residue.objects.formUnion(other.objects)
    residue.isOfPages = residue.isOfPages || other.isOfPages
    guard residues[object] != residue else { return }
    residues[object] = residue
    hasChanged = true
  }

  func object(_ name: String, bytes: Int, kind: ProofObject.Kind) -> ObjectID {
    if let known = numbers[name] { return known }
    numbers[name] = objects.count
    objects.append(ProofObject(name: name, bytes: bytes, kind: kind))
    return objects.count - 1
  }
}

/// Something that has an address of its own.
struct ProofObject {
  enum Kind: Hashable {
    case local
    /// The value of an entry, in the caller's frame.
    case copy
    case global(String)
    /// The array of pages.
    case pages
    /// How many pages were recorded.
    case count
    /// Up to where the array is right; no program sees it.
    case reached
  }

  let name: String
  let bytes: Int
  let kind: Kind
}
