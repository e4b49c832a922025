/// Every way in which a value ends up as text by accident.
func renderings(of value: Any) -> [String] {
  var dumped = ""
  dump(value, to: &dumped)
  var walked: [String] = []
  func walk(_ value: Any, depth: Int) {
    walked.append("\(value)")
    guard depth < 8 else { return }
    for child in Mirror(reflecting: value).children { walk(child.value, depth: depth + 1) }
  }
  walk(value, depth: 0)
  return [
    String(describing: value), String(reflecting: value), "\(value)", "\([value])", "\(["key": value])",
    "\(Optional.some(value) as Any)", dumped,
  ] + walked
}
