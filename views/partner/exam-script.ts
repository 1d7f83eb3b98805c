/**
 * A running exam: counts the time down and the answers up, saves in the background what has changed, points out what is
 * open before it is handed in, and hands in by itself when the time ends.
 */
export const examScript = `
  const SAVE_EVERY = 60000;
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

  function saving(form) {
    const status = byId("saved");
    let changed = false;
    let timer = 0;
    async function now(isAsked) {
      clearTimeout(timer);
      timer = 0;
      if (!form.isConnected || form.dataset.sent || !(changed || isAsked)) return;
      changed = false;
      const filled = questionsIn(form).filter((question) => !isOpen(question)).length;
      const what = { method: "POST", body: fieldsOf(form), keepalive: true, redirect: "manual" };
      const answer = await fetch(form.dataset.save, what).catch(() => null);
      // What was saved is sent on to the page, which is here already.
      const isSaved = answer !== null && answer.type === "opaqueredirect";
      status.textContent = isSaved ? counted(status.dataset.saved, filled) : status.dataset.notSaved;
      status.classList.toggle("error", !isSaved);
      status.classList.toggle("muted", isSaved);
      if (!isSaved) later();
    }
    function later() {
      changed = true;
      timer = timer || setTimeout(now, SAVE_EVERY);
    }
    return { now, later };
  }

  function countDown(form) {
    const clock = byId("time-left");
    const soon = byId("time-soon");
    const endsAt = Number(clock.dataset.endsAt) + Date.now() - Number(clock.dataset.now);
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

  function sitExam(form) {
    const { now, later } = saving(form);
    save = now;
    form.addEventListener("change", (event) => {
      remember(event.target.closest(".question"));
      count(form);
      later();
    });
    count(form);
    countDown(form);
  }
`;
