import SMT
import ModelFiles
import PageWalk
import Checker
import Encoder

let lib = try ModelLibrary(shipped: "Models")
for a in lib.architectures.values.sorted(by: {$0.name < $1.name}) {
  for w in lib.walkers {
  for c in try a.configurations() {
    let s = try lib.subject(architecture: a, configuration: c, walker: w)
    let clock = ContinuousClock()
    var line = ""
    let t = try clock.measure { let r = try debugProve(s); line = r }
    print(s.title, t, line)
  }}
}
