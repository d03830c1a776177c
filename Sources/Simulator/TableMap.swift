import PageWalk

/// Finds the table that an address lies in.
struct TableMap: Sendable {
  private struct Place {
    let bytes: UInt64
    let stride: UInt64
    let image: Scenario.TableImage
  }

  /// By address; tables do not overlap.
  private let places: [Place]

  init(_ tables: [Scenario.TableImage], layout: Layout) {
    places = tables.sorted { $0.address < $1.address }.compactMap { image in
      layout.tables.first { $0.table.name == image.kind }.map {
        Place(bytes: $0.bytes, stride: $0.stride, image: image)
      }
    }
  }

  /// The table and the index of the entry at `address`; nil where there is no entry.
  func entry(at address: UInt64) -> (image: Scenario.TableImage, index: UInt64)? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].image.address <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let place = places[low - 1]
    let offset = address - place.image.address
    guard offset < place.bytes, offset % place.stride == 0 else { return nil }
    return (place.image, offset / place.stride)
  }

  /// What memory holds at `address` before the walk starts.
  func initialValue(at address: UInt64) -> UInt64? {
    entry(at: address).map { $0.image.entries[$0.index] ?? $0.image.fill }
  }
}
