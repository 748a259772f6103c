// Shows alerts and filings as they come. Without it the page is the same list, which one reloads.
// Text of others becomes text nodes only; nothing here is ever read as markup.
"use strict";

(() => {
  const MOST = 200;
  const alerts = document.getElementById("alerts");
  const filings = document.getElementById("filings");
  const state = document.getElementById("live-state");
  let soon = 0;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const link = (href, text) => {
    const made = element("a", "", text);
    made.setAttribute("href", href);
    made.setAttribute("rel", "noopener noreferrer");
    return made;
  };

  const isOfTheWeb = (href) => /^https?:\/\/[^\s]+$/i.test(href || "");
  const shortInstant = (at) => (at ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : "");

  const line = (at, title, href, under, notes) => {
    const item = element("li");
    const time = element("time", "when", shortInstant(at));
    if (at) time.setAttribute("datetime", at);
    item.append(time, " ", isOfTheWeb(href) ? link(href, title) : element("b", "", title));
    for (const text of under.filter(Boolean)) item.append(element("span", "under", text));
    if (notes.length > 0) {
      const foot = element("span", "under");
      notes.forEach((note, place) => foot.append(place > 0 ? " · " : "", note));
      item.append(foot);
    }
    return item;
  };

  const showAlert = (alert) => {
    const words = { ...JSON.parse(alerts.dataset.words || "{}") };
    const notes = [words[alert.class] || alert.class];
    if (alert.noise) notes.push(words[alert.noise] || alert.noise);
    if (alert.revision > 1) notes.push(`revision ${alert.revision}`);
    notes.push(link(`/watches/${encodeURIComponent(alert.watch)}`, alert.watch_title || alert.watch));
    if (alert.snapshot) {
      const source = element("span");
      const snapshot = link(`/snapshots/${encodeURIComponent(alert.snapshot)}`, alert.snapshot.slice(0, 12));
      snapshot.className = "hash";
      snapshot.title = alert.snapshot;
      source.append(snapshot, ` ${alert.locator || ""}`);
      notes.push(source);
    }
    const item = line(alert.happened_at || alert.seen_at, alert.title, alert.link, [alert.caption, alert.text], notes);
    item.dataset.alert = alert.id;
    item.classList.add("fresh");
    for (const other of alerts.children) if (other.dataset.alert === alert.id) other.remove();
    alerts.prepend(item);
    while (alerts.children.length > MOST) alerts.lastElementChild.remove();
    document.getElementById("no-alerts")?.remove();
    // What is told of was filed: the other list has it, too. Alerts of one feed come together.
    clearTimeout(soon);
    soon = setTimeout(refresh, 1000);
  };

  const follow = () => {
    const asked = new URLSearchParams({ after: alerts.dataset.after });
    if (alerts.dataset.watch) asked.set("watch", alerts.dataset.watch);
    const source = new EventSource(`/api/v1/alerts/stream?${asked}`);
    source.addEventListener("open", () => { state.textContent = "Live: alerts appear here as they come."; });
    source.addEventListener("error", () => { state.textContent = "The connection was lost; it is tried again, and nothing is missed."; });
    source.addEventListener("alert", (event) => showAlert(JSON.parse(event.data)));
  };

  const refresh = async () => {
    if (!filings) return;
    try {
      const answer = await fetch("/api/v1/filings?limit=50");
      if (!answer.ok) return;
      const { filings: found } = await answer.json();
      const items = found.map((filing) => {
        const notes = filing.document_number ? [`document ${filing.document_number}`] : [];
        const title = `${filing.court} ${filing.docket_number}: ${filing.entry_kind}`;
        return line(filing.filed_at, title, filing.link, [filing.case_name], notes);
      });
      filings.replaceChildren(...items);
      if (items.length > 0) document.getElementById("no-filings")?.remove();
    } catch {
      // The next look comes by itself.
    }
  };

  if (alerts && "EventSource" in window) follow();
  if (filings) setInterval(() => { if (!document.hidden) refresh(); }, Number(filings.dataset.every) * 1000);
})();
