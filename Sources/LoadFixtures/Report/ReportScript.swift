/// The page's script: a cursor that all time charts of a scenario share, their values, and a part of them drawn larger.
/// Without it the page is read as well. Its first and last line make it XML, too.
enum ReportScript {
  static let source = HTML.Raw(
    """
    //<![CDATA[
    "use strict";
    const left = 54, right = 548, top_ = 58, bottom = 226, ns = "http://www.w3.org/2000/svg";
    const clock = s => s < 120 ? s.toFixed(s < 10 ? 1 : 0) + " s" : Math.floor(s / 60) + " min " + Math.floor(s % 60) + " s";
    for (const article of document.querySelectorAll("article")) {
      const charts = [...article.querySelectorAll("svg[data-end]")].map(svg => {
        const data = svg.querySelector("g.data");
        const list = text => text.split(",").map(v => v === "" ? null : Number(v));
        const even = data && data.dataset.seconds.match(/^(.*):(.*):(.*)$/);
        const seconds = !data ? [] : even ? Array.from({length: even[3]}, (_, i) => Number(even[1]) + i * even[2])
          : list(data.dataset.seconds);
        const lines = data ? [...data.children].map(g => [g.dataset.name, list(g.dataset.values)]) : [];
        const cursor = document.createElementNS(ns, "line");
        cursor.setAttribute("class", "cursor"); cursor.setAttribute("y1", top_); cursor.setAttribute("y2", bottom);
        cursor.style.display = "none"; svg.append(cursor);
        const out = document.createElement("div"); out.className = "readout"; svg.after(out);
        svg.setAttribute("tabindex", "0");
        svg.setAttribute("aria-description", "Arrow keys move the cursor, plus draws a part larger, Escape all of it.");
        return {svg, seconds, lines, cursor, out, unit: data ? data.dataset.unit : "", end: Number(svg.dataset.end),
          zoom: svg.querySelector(".zoom"), ticks: svg.querySelector(".ticks")};
      });
      if (!charts.length) continue;
      let from = 0, to = Math.max(...charts.map(c => c.end)), at = null, drag = null;
      const whole = to;
      const isPart = () => from > 0 || to < whole;
      // A chart that is drawn whole ends where its own numbers end.
      const span = c => isPart() ? [from, to] : [0, c.end];
      const place = (c, s) => { const [a, b] = span(c); return left + (s - a) / (b - a) * (right - left); };
      function point(second) {
        at = second;
        for (const c of charts) {
          const shown = second !== null && second >= from && second <= to && second <= c.end;
          c.cursor.style.display = shown ? "" : "none";
          if (!shown) { c.out.textContent = ""; continue; }
          const x = place(c, second);
          c.cursor.setAttribute("x1", x); c.cursor.setAttribute("x2", x);
          let i = -1;
          while (i + 1 < c.seconds.length && c.seconds[i + 1] <= second) i++;
          c.out.textContent = clock(second) + (i < 0 ? "" : c.lines.map(([name, values]) =>
            " · " + name + " " + (values[i] === null || values[i] === undefined ? "–" : values[i])).join("") + " " + c.unit);
        }
      }
      function draw() {
        for (const c of charts) {
          const part = isPart();
          c.svg.classList.toggle("zoomed", part);
          const full = s => left + s / c.end * (right - left);
          const scale = (right - left) / (full(to) - full(from));
          c.zoom.setAttribute("transform", part ? `translate(${left - full(from) * scale} 0) scale(${scale} 1)` : "");
          if (!c.all) c.all = c.ticks.innerHTML;
          if (!part) { c.ticks.innerHTML = c.all; continue; }
          c.ticks.replaceChildren(...[0, 1, 2, 3, 4].map(n => {
            const second = from + n / 4 * (to - from), text = document.createElementNS(ns, "text");
            text.setAttribute("x", place(c, second)); text.setAttribute("y", bottom + 17);
            text.setAttribute("text-anchor", n === 0 ? "start" : n === 4 ? "end" : "middle");
            text.textContent = clock(second);
            return text;
          }));
        }
        point(at);
      }
      function show(a, b) {
        const low = Math.max(0, Math.min(a, b)), high = Math.min(whole, Math.max(a, b));
        if (high - low < Math.min(2, whole)) return;
        from = low; to = high; draw();
      }
      for (const c of charts) {
        const second = event => {
          const box = c.svg.getBoundingClientRect(), x = (event.clientX - box.left) * 560 / box.width, [a, b] = span(c);
          return a + Math.min(1, Math.max(0, (x - left) / (right - left))) * (b - a);
        };
        c.svg.addEventListener("pointermove", event => point(second(event)));
        c.svg.addEventListener("pointerleave", () => point(null));
        c.svg.addEventListener("pointerdown", event => { drag = second(event); });
        c.svg.addEventListener("pointerup", event => {
          const end = second(event);
          if (drag !== null && Math.abs(end - drag) > (to - from) / 50) show(drag, end);
          drag = null;
        });
        c.svg.addEventListener("dblclick", () => show(0, whole));
        c.svg.addEventListener("keydown", event => {
          // Only this one's words are said.
          c.out.setAttribute("aria-live", "polite");
          const step = (to - from) / 50, middle = at === null ? (from + to) / 2 : at;
          if (event.key === "ArrowRight") point(Math.min(to, middle + step));
          else if (event.key === "ArrowLeft") point(Math.max(from, middle - step));
          else if (event.key === "+") show(middle - (to - from) / 4, middle + (to - from) / 4);
          else if (event.key === "-" || event.key === "Escape") show(0, whole);
          else return;
          event.preventDefault();
        });
        c.svg.addEventListener("blur", () => { c.out.removeAttribute("aria-live"); point(null); });
      }
    }
    //]]>
    """)
}
