// The list of holes: how many are ticked stands in the button, and the head ticks all.
const form = document.querySelector("[data-holes]");
const make = form?.querySelector("[data-make]");

function count() {
  const ticked = form.querySelectorAll("[name=holes]:checked").length;
  make.disabled = !ticked;
  make.querySelector("[data-words]").textContent = ticked ? `生成${ticked}条补缺任务` : "先勾选缺口";
}

if (make) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of form.querySelectorAll("[name=holes]")) box.checked = event.target.checked;
    }
    count();
  });
  count(); // the browser keeps ticks when one comes back
}
