import PageWalk

/// Draws the model of a number.
enum DrawnModel {
  /// How often another model is drawn for one that cannot be.
  private static let maximumTries = 20

  /// The model and its executions; nil where nothing could be drawn.
  ///
  /// A model of which some level function never goes on from an entry in any execution is drawn again,
  /// since hardly anything is claimed of it: the prover calls such a proof vacuous, and the verdict
  /// unknown. One in a hundred is kept.
  static func draw(_ number: Int, seed: UInt64) -> (SmallModel, Enumeration)? {
    var numbers = RandomNumbers(seed: seed &* 1_000_003 &+ UInt64(number))
    var last: (SmallModel, Enumeration)?
    for _ in 0..<maximumTries {
      guard let model = try? SmallModel(&numbers), let enumeration = try? Enumeration(of: model)
      else { continue }
      last = (model, enumeration)
      if enumeration.usedLevels.count == model.subject.walker.levels.count { break }
      if numbers.once(in: 100) { break }
    }
    return last
  }
}
