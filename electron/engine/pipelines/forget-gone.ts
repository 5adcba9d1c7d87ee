/** Keeps what is remembered of runs from growing for as long as the room is open. */

/** A map or a set by run. */
interface Remembered {
	readonly size: number;
	keys(): Iterable<string>;
	delete(key: string): boolean;
}

/** More than a service holds of runs, unless very many are on at once. */
const most = 100;

/** Drops what belongs to runs that have left memory. To be called where something is added; it looks only once it is much. */
export function forgetGone(remembered: Remembered, isKnown: (key: string) => boolean): void {
	if (remembered.size <= most) return;
	for (const key of [...remembered.keys()]) if (!isKnown(key)) remembered.delete(key);
}
