/// The page's style: system type, tabular figures, light and dark, a phone's width, and paper.
enum ReportStyle {
  static let css = HTML.Raw(
    """
    :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--muted:#59636e;--rule:#d8dee4;--soft:#f6f8fa;
    --passed:#17703a;--failed:#b42318;--warned:#8a5a00;--invalid:#6b2fa0;
    --c1:#0b62c4;--c2:#b3500b;--c3:#a02a6c;--c4:#17703a;--load:#3f4a57;--rate:#0f766e;--flight:#8a5a00;
    --shade:rgba(110,118,129,.13)}
    @media screen and (prefers-color-scheme:dark){:root{--bg:#0f141a;--fg:#e4e8ec;--muted:#98a2ad;--rule:#2f3741;
    --soft:#171d24;--passed:#4ac26b;--failed:#ff7b72;--warned:#d9a33a;--invalid:#c297ff;
    --c1:#63a8ff;--c2:#f0934a;--c3:#f085bf;--c4:#4ac26b;--load:#c3ccd6;--rate:#4fd1c5;--flight:#d9a33a;
    --shade:rgba(139,148,158,.17)}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
    "Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
    main{max-width:1200px;margin:0 auto;padding:28px 24px 48px}
    h1{font-size:24px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
    h2{font-size:20px;line-height:1.3;margin:0 0 2px;letter-spacing:-.01em}
    main>section>h2{margin-top:26px}h3{font-size:15px;margin:28px 0 8px}
    p{margin:4px 0 8px;max-width:90ch}
    a{color:var(--c1);text-decoration:none}a:hover{text-decoration:underline}
    .sub,.hint{color:var(--muted)}.hint{font-size:12.5px}
    article{margin-top:40px;padding-top:24px;border-top:2px solid var(--rule)}
    .banner{margin:18px 0;padding:12px 16px;border-left:4px solid var(--muted);background:var(--soft);border-radius:0 4px 4px 0}
    .banner p{margin:2px 0}.banner .badge{white-space:normal}.banner ul{margin:4px 0 2px;padding-left:20px}
    .banner.passed{border-color:var(--passed)}.banner.failed{border-color:var(--failed)}
    .banner.warned,.banner.interrupted{border-color:var(--warned)}
    .banner.invalid{border-color:var(--invalid);background-image:repeating-linear-gradient(135deg,transparent 0 12px,
    var(--shade) 12px 24px)}
    .badge{display:inline-block;font-weight:600;white-space:nowrap}
    .badge.passed{color:var(--passed)}.badge.failed{color:var(--failed)}.badge.invalid{color:var(--invalid)}
    .badge.warned,.badge.interrupted{color:var(--warned)}
    .scroll{overflow-x:auto;margin:8px 0 4px}
    table{border-collapse:collapse;width:100%;font-size:13px}
    caption{text-align:left;color:var(--muted);font-size:12.5px;padding:0 0 4px}
    th,td{padding:5px 9px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule)}
    th{font-weight:600;color:var(--muted);font-size:12px;border-bottom-color:var(--muted);vertical-align:bottom}
    tr.groups th{border-bottom:0;padding-bottom:0}th.group{text-align:center;white-space:nowrap}
    th.group:not(:empty)::after{content:"";display:block;border-bottom:1px solid var(--rule);margin-top:2px}
    td.n,th.n{text-align:right}td.n{white-space:nowrap}
    .n + :not(.n){padding-left:22px}
    .plain td{text-align:right;white-space:nowrap;padding:2px 9px}td.few{white-space:normal;color:var(--muted);font-size:11.5px;line-height:1.25;min-width:78px}
    td.note{min-width:210px}td.none{color:var(--muted)}td.name{font-weight:500}td.name,td.short{white-space:nowrap}
    tfoot td{font-weight:600;border-bottom:0;border-top:1px solid var(--muted)}
    article.void .data{color:var(--muted)}article.void .banner{color:var(--fg)}tr.void td.n,article.void td.n{color:var(--muted)}
    tr.void td.n{text-decoration:line-through}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(330px,1fr));gap:0 40px}
    dl{display:grid;grid-template-columns:minmax(120px,auto) 1fr;gap:3px 16px;margin:4px 0;font-size:13px}
    dt{color:var(--muted)}dd{margin:0;min-width:0}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr));gap:24px 32px;margin:8px 0}
    .chart{overflow-x:auto;margin:0;min-width:0}.chart svg{display:block;width:100%;min-width:460px;max-width:620px;height:auto}
    figcaption{margin-top:4px}details{font-size:13px;margin-top:2px}summary{cursor:pointer;color:var(--c1);width:max-content}
    .chart details[open]{max-height:420px;overflow:auto}
    :focus-visible{outline:2px solid var(--c1);outline-offset:2px}
    .readout{display:block;min-height:1.5em;font-size:12px;color:var(--muted)}.cursor{stroke:var(--fg);stroke-width:1}
    svg[data-end]{touch-action:pan-y}.zoom *{vector-effect:non-scaling-stroke}.zoomed .zoom text{display:none}
    .strip td{vertical-align:top}.strip .sentence{min-width:260px}
    pre{overflow-x:auto;background:var(--soft);padding:8px 12px;font-size:12.5px;border-radius:4px}
    svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--muted);
    font-variant-numeric:tabular-nums}
    svg text.ct{font-size:13px;font-weight:600;fill:var(--fg)}svg text.soft{font-size:10px}
    .grid{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--muted);stroke-width:1}
    .stage{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}.warm{fill:var(--shade)}
    .arrow{fill:var(--fg)}.lane{stroke:var(--muted);stroke-width:.5}.lane.closed{fill:var(--passed);opacity:.25}
    .lane.open{fill:var(--failed);opacity:.45}.lane.half{fill:var(--warned);opacity:.45}
    .trouble{fill:var(--failed);opacity:.13}
    .s{fill:none;stroke:var(--c1);stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
    .dots{fill:none;stroke-width:3.6;stroke-linecap:round}.dot{fill:var(--c1)}.bar{fill:var(--c1);opacity:.8}
    .mark{stroke:var(--fg);stroke-width:1;stroke-dasharray:4 3}
    .s.p50,.percentile.p50{stroke:var(--c1)}.dot.p50{fill:var(--c1)}.s.p95,.percentile.p95{stroke:var(--c2)}.dot.p95{fill:var(--c2)}
    .s.p99,.percentile.p99{stroke:var(--c3)}.dot.p99{fill:var(--c3)}.percentile{stroke-width:1.4}
    .s.few{stroke-dasharray:1.5 3;opacity:.75}.dot.few{opacity:.6}
    .s.first,.s.users{stroke:var(--load)}.dot.first,.dot.users{fill:var(--load)}.s.rate{stroke:var(--rate)}.dot.rate{fill:var(--rate)}
    .s.flight{stroke:var(--flight);stroke-dasharray:5 3}.dot.flight{fill:var(--flight)}
    .s.ideal{stroke:var(--muted);stroke-dasharray:2 4}.band{fill:var(--load);opacity:.16}
    .area{stroke:none}.area.good{fill:var(--passed);opacity:.45}.area.expected{fill:var(--c1);opacity:.45}
    .area.bad{fill:var(--failed)}.area.bad2{opacity:.75}.area.bad3{opacity:.55}.area.bad4{opacity:.35}
    .area.dropped{fill:var(--invalid);opacity:.6}.bar.failed{fill:var(--failed)}
    .limit{stroke:var(--failed);stroke-width:1.5}.whisker{stroke:var(--fg);stroke-width:1.2}
    .bullet{stroke-width:1.4}.bullet.passed{fill:var(--passed);stroke:var(--passed)}.bullet.failed{fill:var(--failed);stroke:var(--failed)}
    .bullet.warned{fill:var(--warned);stroke:var(--warned)}.bullet.invalid{fill:var(--invalid);stroke:var(--invalid)}
    .bullet.should{fill:none}.hatched{fill:url(#hatch)}.hatch{stroke:var(--bg);stroke-width:3}svg text.name{fill:var(--fg)}
    .phase1{fill:var(--invalid)}.phase2{fill:var(--c2)}.phase3{fill:var(--c3)}.phase4{fill:var(--c1)}.phase5{fill:var(--rate)}
    .s.time1{opacity:.25}.s.time2{opacity:.45}.s.time3{opacity:.65}.s.time4{opacity:.85}.s.time5{stroke:var(--fg)}
    .lane.stage{fill:var(--c1);opacity:.22}.lane.idle{fill:var(--muted);opacity:.2}
    .heat{image-rendering:pixelated}.tick{fill:var(--failed)}.none-shown{position:absolute;width:0;height:0}
    @media (max-width:640px){main{padding:18px 14px 32px}h1{font-size:21px}h2{font-size:18px}
    .cards{grid-template-columns:1fr}dl{grid-template-columns:110px 1fr}th,td{padding:5px 7px}td.few{white-space:nowrap}}
    @page{size:A4 landscape;margin:12mm}
    @media print{body{font-size:10.5pt}main{max-width:none;padding:0}.scroll,.chart{overflow:visible}
    article{break-before:page;border-top:0;padding-top:0}.chart,tr,.banner,dl{break-inside:avoid}
    h3{break-after:avoid}table{font-size:8pt}th{font-size:7.5pt}td.few{font-size:7pt;min-width:0}th,td{padding:3px 5px}
    .charts{grid-template-columns:1fr 1fr}.chart svg{min-width:0}
    details:not([open]),.readout{display:none}.banner,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """)
}
