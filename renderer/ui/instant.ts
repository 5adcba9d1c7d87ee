/** Instants as people read them, in the zone of the screen. */

const pad = (value: number): string => String(value).padStart(2, '0');

/** `14:02:07` */
export function clockTime(at: number): string {
	const date = new Date(at);
	return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** `2026-11-23 14:02:07 +01:00`: unambiguous everywhere. */
export function exactInstant(at: number): string {
	const date = new Date(at);
	const offset = -date.getTimezoneOffset();
	const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
	return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clockTime(at)} ${zone}`;
}
