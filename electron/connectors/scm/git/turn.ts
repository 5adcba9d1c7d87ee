/** One after the other. */

/** Makes a function that lets one call run at a time; a call that fails harms none that waits. */
export function createTurn(): <T>(act: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return (act) => {
		const mine = last.then(act, act);
		last = mine;
		return mine;
	};
}
