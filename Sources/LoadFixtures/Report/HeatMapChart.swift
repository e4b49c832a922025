import Foundation

/// Where the response times of a run lay over its time: the darker, the more calls; failures as ticks above.
struct HeatMapChart {
  var id: String
  var map: LatencyHeatMap

  func render() -> HTML {
    let plot = SVGChart.plot
    let rows = map.usedRows ?? 0...0
    let end = Double(map.columns.count * map.interval)
    let time = AxisScale.time(upTo: end)
    func place(_ second: Double) -> Double { plot.left + second / max(end, 1) * (plot.right - plot.left) }
    let (low, high) = (LatencyHeatMap.bound(of: rows.lowerBound - 1), LatencyHeatMap.bound(of: rows.upperBound))
    let axis = AxisScale.logarithmic(from: low, to: high)
    let scale = AxisScale(
      lower: log10(low), upper: log10(high), ticks: axis.ticks.map { .init(value: log10($0.value), label: $0.label) })
    var content: [HTML] = []
    if map.usedRows != nil {
      content.append(
        .tag(
          "image",
          [
            "href": "data:image/png;base64," + Data(image(rows).png).base64EncodedString(),
            "x": SVGChart.number(plot.left), "y": SVGChart.number(plot.top),
            "width": SVGChart.number(plot.right - plot.left), "height": SVGChart.number(plot.bottom - plot.top),
            "preserveAspectRatio": "none", "class": "heat",
          ]))
    }
    for (number, column) in map.columns.enumerated() where column.failed > 0 {
      content.append(
        SVGChart.rectangle(
          fromX: place(Double(number * map.interval)), toX: place(Double((number + 1) * map.interval)),
          top: plot.top - 7, bottom: plot.top - 2, style: "tick",
          title: "\(NumberFormat.count(column.failed)) failed"))
    }
    let chart = SVGChart(
      id: id, title: "Response times over time", summary: summary, xLabel: "time since start (\(time.unit))",
      yLabel: "ms")
    return .tag("div", ["class": "chart"], chart.render(x: (time.scale, place), y: scale, content: content))
  }

  private var summary: String {
    let most = map.columns.enumerated().flatMap { number, column in
      column.counts.enumerated().map { (count: $1, row: $0, number: number) }
    }.max { $0.count < $1.count }
    guard let most, most.count > 0 else { return "no call was answered" }
    let failed = map.columns.reduce(0) { $0 + $1.failed }
    let at = NumberFormat.duration(seconds: Double(most.number * map.interval))
    return "most calls of a kind: \(NumberFormat.count(most.count)) of up to "
      + "\(NumberFormat.milliseconds(LatencyHeatMap.bound(of: most.row))) at \(at); \(NumberFormat.count(failed)) failed"
  }

  /// By the logarithm of the count, so that a single slow call is seen beside thousands of fast ones.
  private func image(_ rows: ClosedRange<Int>) -> ShadeImage {
    let most = map.columns.flatMap(\.counts).max() ?? 0
    let darkest = log(1 + Double(most))
    var image = ShadeImage(width: map.columns.count, height: rows.count)
    for (x, column) in map.columns.enumerated() {
      for row in rows where column.counts[row] > 0 {
        let share = log(1 + Double(column.counts[row])) / darkest
        image[x, rows.upperBound - row] = UInt8(32 + (share * 223).rounded())
      }
    }
    return image
  }
}

/// A picture of one colour in 256 strengths over whatever is behind it.
struct ShadeImage {
  let width: Int
  let height: Int
  private var strengths: [UInt8]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    strengths = [UInt8](repeating: 0, count: width * height)
  }

  /// 0 is nothing, 255 all of the colour; from the left and from the top.
  subscript(x: Int, y: Int) -> UInt8 {
    get { strengths[y * width + x] }
    set { strengths[y * width + x] = newValue }
  }

  /// As a PNG (ISO/IEC 15948) with a palette: the pixels are stored and not packed.
  var png: [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    var header: [UInt8] = []
    header.appendBigEndian(UInt32(width))
    header.appendBigEndian(UInt32(height))
    // Eight bits, indexed colour, and the only methods that there are.
    Self.append("IHDR", header + [8, 3, 0, 0, 0], to: &bytes)
    // One colour that is seen on white and on black.
    Self.append("PLTE", (0...255).flatMap { _ in [0xD9, 0x4F, 0x1E] as [UInt8] }, to: &bytes)
    Self.append("tRNS", (0...255).map { UInt8($0) }, to: &bytes)
    var lines: [UInt8] = []
    lines.reserveCapacity((width + 1) * height)
    for y in 0..<height {
      // Without a filter.
      lines.append(0)
      lines += strengths[y * width..<(y + 1) * width]
    }
    Self.append("IDAT", HistogramPayload.storedZlibStream(lines), to: &bytes)
    Self.append("IEND", [], to: &bytes)
    return bytes
  }

  private static func append(_ type: String, _ content: [UInt8], to bytes: inout [UInt8]) {
    bytes.appendBigEndian(UInt32(content.count))
    let chunk = Array(type.utf8) + content
    bytes += chunk
    bytes.appendBigEndian(crc32(chunk))
  }

  /// ISO/IEC 15948, annex D.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in (crc >> 8) ^ crcs[Int((crc ^ UInt32(byte)) & 0xFF)] }
  }

  private static let crcs: [UInt32] = (0..<256).map { number in
    (0..<8).reduce(UInt32(number)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
  }
}
