// Elements made by functions: text is only ever text, so nothing that a host says becomes markup.

const svgSpace = "http://www.w3.org/2000/svg";

function put(element, children) {
	for (const child of children.flat(Infinity))
		if (child != null && child !== false)
			element.append(child);
	return element;
}

function setProperty(element, name, value) {
	if (name.startsWith("on"))
		element.addEventListener(name.slice(2), value);
	else if (value === true)
		element.setAttribute(name, "");
	else if (value != null && value !== false)
		element.setAttribute(name, value);
}

function make(element, properties, children) {
	for (const [name, value] of Object.entries(properties ?? {}))
		setProperty(element, name, value);
	return put(element, children);
}

// h("button", {class: "primary", onclick: f, "aria-label": "..."}, child, [children], "text").
// null and false are left out, true is an empty attribute, on... a listener. No "style": the page's
// policy forbids it; use a class, or element.style.setProperty().
export function h(tag, properties, ...children) {
	return make(document.createElement(tag), properties, children);
}

export const span = (look, ...children) => h("span", { class: look }, ...children);

export function svg(tag, properties, ...children) {
	return make(document.createElementNS(svgSpace, tag), properties, children);
}

// Gives an element other children.
export function fill(element, ...children) {
	element.replaceChildren();
	return put(element, children);
}

export const byId = (id) => document.getElementById(id);
