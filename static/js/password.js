// A button that shows the typed password: fewer mistakes on a phone in the sun.

function addToggle(input) {
  const group = document.createElement("div");
  group.className = "input-group";
  input.replaceWith(group);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary";
  group.append(input, button);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? "Sembunyikan" : "Tampilkan";
    button.setAttribute("aria-label", `${button.textContent} kata sandi`);
    button.setAttribute("aria-controls", input.id);
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // Password managers and autofill expect a password field at the moment of sending.
  input.form.addEventListener("submit", () => show(false));
  show(false);
}

document.querySelectorAll("input[type=password]").forEach(addToggle);
