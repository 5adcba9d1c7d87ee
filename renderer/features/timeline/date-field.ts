/** Instants as the browser's field for dates and times has them: `2026-10-03T10:12`, in the time of this computer. */

const pad = (value: number): string => String(value).padStart(2, '0');

export function toField(at: number | null): string {
	if (at === null) return '';
	const date = new Date(at);
	const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
	return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** Null for an empty field, or one that is filled in by half. What was not touched keeps `known` with its seconds. */
export function fromField(text: string, known: number | null): number | null {
	if (known !== null && text === toField(known)) return known;
	const at = text === '' ? Number.NaN : new Date(text).getTime();
	return Number.isNaN(at) ? null : at;
}
