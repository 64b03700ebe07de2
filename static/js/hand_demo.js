// Hands that travel over the plate. Each is a layer moved by the browser's compositor; without script, stills show the same.
const WAYS = { play: 1, slower: 1, back: -1, on: 1 };
const PACES = [1, 0.5, 0.25];
const TICK = 120;

class HandDemo extends HTMLElement {
  connectedCallback() {
    const plate = this.querySelector("svg").viewBox.baseVal;
    const [tracks, moments] = [this.dataset.tracks, this.dataset.moments].map((text) => JSON.parse(text));
    this.moments = moments;
    this.steps = [...document.getElementById(this.dataset.steps).children];
    this.changes = [];
    this.pace = 1;
    this.duration = Math.max(...tracks.map((track) => track[3].reduce((sum, frame) => sum + frame[0], 0)));
    this.motions = tracks.flatMap((track, index) =>
      this.moving(this.querySelectorAll(".hand-demo__hand")[index], track, plate),
    );
    this.setAttribute("data-ready", "");
    this.seek(moments[0][1]);
    this.stop = new AbortController();
    const signal = { signal: this.stop.signal };
    this.addEventListener("click", (event) => this.obey(event.target.closest("[data-do]")?.dataset.do), signal);
    document.addEventListener("visibilitychange", () => this.settle(), signal);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.wanted = !still && document.documentElement.dataset.motion !== "reduce";
    this.watcher = new IntersectionObserver(([entry]) => {
      this.inView = entry.isIntersecting;
      this.settle();
    });
    this.watcher.observe(this.querySelector(".hand-demo__stage"));
  }

  disconnectedCallback() {
    this.stop.abort();
    this.watcher.disconnect();
    clearInterval(this.ticking);
  }

  // Sizes and keyframes in per cent of the hand's own layer, so that they hold at every width of the plate.
  moving(hand, [[left, top, right, bottom], isLeft, along, frames], plate) {
    const [width, height] = [right - left, bottom - top];
    hand.style.width = `${(width / plate.width) * 100}%`;
    hand.style.height = `${(height / plate.height) * 100}%`;
    hand.style.transformOrigin = `${(-left / width) * 100}% ${(-top / height) * 100}%`;
    let t = 0;
    const poses = frames.map(([wait, x, y, turn, lift, pressure]) => {
      t += wait;
      const size = 1 + 0.12 * lift;
      const place = [((x + left - plate.x) / width) * 100, ((y + top - plate.y) / height) * 100];
      const back = ((along + 20 * lift) / height) * 100;
      return {
        t,
        pressure,
        offset: Math.min(t / this.duration, 1),
        opacity: lift > 0.5 ? 2 - 2 * lift : 1,
        transform: `translate(${place[0].toFixed(2)}%,${place[1].toFixed(2)}%) rotate(${turn}deg) translate(0,${back.toFixed(2)}%) scale(${isLeft ? -size : size},${size})`,
      };
    });
    this.changes.push(poses.map((pose) => [pose.t, pose.opacity > 0.4 ? pose.pressure : 0]));
    const timing = { duration: this.duration, iterations: Infinity };
    const motions = [hand.animate(poses.map(({ offset, opacity, transform }) => ({ offset, opacity, transform })), timing)];
    for (const level of hand.querySelectorAll("[data-level]")) {
      const shows = poses.map((pose) => Number(pose.pressure >= level.dataset.level));
      if (!shows.includes(1)) level.remove();
      if (!shows.includes(1) || !shows.includes(0)) continue; // a ring that stays as it is needs no layer of its own
      const keys = poses
        .map((pose, index) => ({ offset: pose.offset, opacity: shows[index], easing: "steps(1, end)" }))
        .filter((key, index, all) => !index || index === all.length - 1 || key.opacity !== all[index - 1].opacity);
      motions.push(level.animate(keys, timing));
    }
    for (const motion of motions) motion.pause();
    return motions;
  }

  obey(order) {
    if (!WAYS[order]) return;
    if (order === "play") {
      this.wanted = !this.wanted;
      this.settle();
      this.say(this.wanted ? "playing" : "paused");
    } else if (order === "slower") {
      this.pace = PACES[(PACES.indexOf(this.pace) + 1) % PACES.length];
      for (const motion of this.motions) motion.updatePlaybackRate(this.pace);
      this.settle();
      this.say(this.pace);
    } else {
      this.wanted = false;
      this.settle();
      this.step(WAYS[order]);
    }
  }

  step(way) {
    const next = (this.moment() + way + this.moments.length) % this.moments.length;
    this.seek(this.moments[next][1]);
    this.querySelector("[data-said]").textContent = `${next + 1}. ${this.steps[next].textContent.trim()}`;
  }

  say(what) {
    const said = this.querySelector("[data-said]");
    said.textContent = said.getAttribute(`data-${what}`);
  }

  // Runs only when wanted, in view and in front; the tick writes the words beside the picture.
  settle() {
    const runs = Boolean(this.wanted && this.inView && !document.hidden);
    for (const motion of this.motions) runs ? motion.play() : motion.pause();
    clearInterval(this.ticking);
    if (runs) this.ticking = setInterval(() => this.tell(), TICK);
    this.show("play", this.wanted ? "playing" : "paused");
    this.show("slower", String(this.pace));
  }

  show(button, when) {
    for (const words of this.querySelectorAll(`[data-do=${button}] [data-when]`)) words.hidden = words.dataset.when !== when;
  }

  seek(t) {
    for (const motion of this.motions) motion.currentTime = t;
    this.at = t;
    this.tell();
  }

  time() {
    return (this.motions[0].currentTime ?? this.at) % this.duration;
  }

  moment() {
    const t = this.time();
    return Math.max(0, this.moments.findLastIndex(([since]) => since <= t));
  }

  tell() {
    const t = this.time();
    const level = Math.max(0, ...this.changes.map((frames) => frames.findLast(([at]) => at <= t)?.[1] ?? 0));
    const now = this.moment();
    if (level !== this.level) {
      for (const words of this.querySelectorAll("[data-pressure]")) words.hidden = Number(words.dataset.pressure) !== level;
      this.level = level;
    }
    if (now === this.now) return;
    this.now = now;
    this.steps.forEach((step, index) => step.toggleAttribute("data-current", index === now));
  }
}

customElements.define("hand-demo", HandDemo);
