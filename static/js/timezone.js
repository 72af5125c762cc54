// Tells the server where the learner's day is: fills every empty hidden input[name=time_zone].
function fill() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll("input[type=hidden][name=time_zone]")) {
    if (zone && !input.value) input.value = zone;
  }
}

fill();
document.addEventListener("htmx:load", fill);
