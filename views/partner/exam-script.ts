/**
 * What was chosen in an exam and is not saved yet, kept by the browser for as long as the exam lasts: which options, and
 * nothing else. It outlives a reload, a lost connection and an empty battery.
 */
const keepScript = `
  const KEPT = "exam:";
  const keyOf = (form) => KEPT + form.elements.attempt.value;

  function keptFor(form) {
    try {
      return JSON.parse(localStorage.getItem(keyOf(form))).answers;
    } catch {
      return {};
    }
  }

  // false: this browser keeps nothing.
  function keep(form, answers, until) {
    try {
      if (Object.keys(answers).length > 0) localStorage.setItem(keyOf(form), JSON.stringify({ until, answers }));
      else localStorage.removeItem(keyOf(form));
      return true;
    } catch {
      return false;
    }
  }

  function dropOld() {
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEPT)))
        if (JSON.parse(localStorage.getItem(key)).until < Date.now()) localStorage.removeItem(key);
    } catch {}
  }
`;

/**
 * A running exam: counts the time down and the answers up, saves in the background what has changed, points out what is
 * open before it is handed in, and hands in by itself when the time ends.
 */
export const examScript = `${keepScript}
  // Where the browser keeps what was chosen, a save is for going on elsewhere; else it is all there is.
  const SAVE_EVERY = 300000;
  const SAVE_SOON = 60000;
  const HAND_IN_FOR = 25000;
  const two = (n) => (n < 10 ? "0" : "") + n;
  const counted = (text, n) => text.replace("{n}", n);
  let save = () => {};

  const isOpen = (question) => !question.querySelector("input:checked");
  const questionsIn = (form) => [...form.querySelectorAll(".question")];

  // Where an answer is taken back, the form has to say so: an empty field is not sent.
  function remember(question) {
    if (question.querySelector('[name="had"]')) return;
    const had = document.createElement("input");
    had.type = "hidden";
    had.name = "had";
    had.value = question.querySelector("input").name.slice(2);
    question.append(had);
  }

  function count(form) {
    const questions = questionsIn(form);
    const open = questions.filter(isOpen).length;
    const answered = byId("answered");
    answered.textContent = counted(answered.dataset.text, questions.length - open);
    const notice = byId("unanswered");
    byId("unanswered-title").textContent =
      open === 1 ? notice.dataset.one : counted(notice.dataset.many, open);
    questions.forEach((question, index) => {
      notice.querySelectorAll("li")[index].hidden = !isOpen(question);
    });
    if (open === 0) notice.hidden = true;
    return open;
  }

  // Whether a press of a button ends here: it saves, or something is open still.
  function keptBack(form, button) {
    if (button && button.hasAttribute("formaction")) {
      save(true);
      return true;
    }
    if ((button && button.name === "sure") || count(form) === 0) return false;
    form.classList.add("asked");
    byId("unanswered").hidden = false;
    byId("unanswered").focus();
    return true;
  }

  const inputsIn = (question) => [...question.querySelectorAll(".choice input")];
  const chosenIn = (inputs) => inputs.filter((input) => input.checked).map((input) => input.value);
  const savedIn = (inputs) => inputs.filter((input) => input.defaultChecked).map((input) => input.value);
  const isSame = (one, other) => one.join() === other.join();

  // Where another answer has been saved since, from here on the way out or from elsewhere, that one stands.
  function restore(form, answers) {
    const left = {};
    for (const question of questionsIn(form)) {
      const inputs = inputsIn(question);
      const { name } = inputs[0];
      const kept = answers[name];
      if (!kept || !isSame(kept.was, savedIn(inputs))) continue;
      left[name] = kept;
      for (const input of inputs) input.checked = kept.chosen.includes(input.value);
      remember(question);
    }
    return left;
  }

  function markSaved(form, answers) {
    for (const inputs of questionsIn(form).map(inputsIn)) {
      const sent = answers[inputs[0].name];
      if (sent) for (const input of inputs) input.defaultChecked = sent.chosen.includes(input.value);
    }
  }

  function saving(form) {
    const status = byId("saved");
    const until = endOf(form) + HAND_IN_FOR;
    const unsaved = restore(form, keptFor(form));
    let timer = 0;
    function tell(text, isBad = false) {
      // Said once, however much is chosen.
      if (status.textContent !== text) status.textContent = text;
      status.classList.toggle("error", isBad);
      status.classList.toggle("muted", !isBad);
    }
    function rest() {
      clearTimeout(timer);
      timer = 0;
    }
    async function now(isAsked) {
      rest();
      const sent = { ...unsaved };
      if (!form.isConnected || form.dataset.sent || !(isAsked || Object.keys(sent).length > 0)) return;
      const filled = questionsIn(form).filter((question) => !isOpen(question)).length;
      const what = { method: "POST", body: fieldsOf(form), keepalive: true, redirect: "manual" };
      const answer = await fetch(form.dataset.save, what).catch(() => null);
      // What was saved is sent on to the page, which is here already.
      const isSaved = answer !== null && answer.type === "opaqueredirect";
      tell(isSaved ? counted(status.dataset.saved, filled) : status.dataset.notSaved, !isSaved);
      if (!isSaved) {
        rest();
        return later(SAVE_SOON);
      }
      markSaved(form, sent);
      for (const name of Object.keys(sent)) if (unsaved[name] === sent[name]) delete unsaved[name];
      keep(form, unsaved, until);
    }
    function later(after) {
      timer = timer || setTimeout(now, after);
    }
    function changed(question) {
      const inputs = inputsIn(question);
      unsaved[inputs[0].name] = { was: savedIn(inputs), chosen: chosenIn(inputs) };
      const isKept = keep(form, unsaved, until);
      if (isKept) tell(status.dataset.kept);
      later(isKept ? SAVE_EVERY : SAVE_SOON);
    }
    keep(form, unsaved, until);
    if (Object.keys(unsaved).length > 0) {
      tell(status.dataset.kept);
      later(SAVE_EVERY);
    }
    return { now, changed };
  }

  // By this browser's clock.
  function endOf(form) {
    const { endsAt, now } = byId("time-left").dataset;
    form.dataset.endsAt = form.dataset.endsAt || Number(endsAt) + Date.now() - Number(now);
    return Number(form.dataset.endsAt);
  }

  function countDown(form) {
    const clock = byId("time-left");
    const soon = byId("time-soon");
    const endsAt = endOf(form);
    async function handIn() {
      if (!form.isConnected || form.dataset.sent || (await send(form, byId("anyway")))) return;
      if (Date.now() < endsAt + HAND_IN_FOR) setTimeout(handIn, 5000);
    }
    function tick() {
      if (!form.isConnected) return;
      const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
      clock.textContent = Math.floor(left / 60) + ":" + two(left % 60);
      clock.classList.toggle("short", left < 120);
      if (left < 120 && !soon.textContent) soon.textContent = soon.dataset.text;
      if (left === 0) return handIn();
      setTimeout(tick, 1000);
    }
    tick();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("online", () => save());

  function sitExam(form) {
    const { now, changed } = saving(form);
    save = now;
    form.addEventListener("change", (event) => {
      const question = event.target.closest(".question");
      remember(question);
      changed(question);
      count(form);
    });
    count(form);
    countDown(form);
  }
`;
