import PageWalk
import Simulator

extension Scenario {
  /// What other CPUs write, a sentence each with the place of the entry, in order.
  public func writesInWords(_ layout: Layout) -> [(step: Int, text: String)] {
    writes.sorted { $0.step < $1.step }.map { write in
      let place = tables.lazy.compactMap { table -> String? in
        guard let numbers = layout.tables.first(where: { $0.table.name == table.kind }),
          write.address >= table.address, write.address - table.address < numbers.bytes
        else { return nil }
        return "\(table.kind)[\((write.address - table.address) / numbers.stride)]"
      }.first
      return (
        write.step,
        "another CPU writes \(write.value.hexadecimal) to \(place ?? write.address.hexadecimal)"
      )
    }
  }
}
