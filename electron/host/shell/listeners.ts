/** Who wants to hear of changes. */
export interface Listeners<M> {
	/** The returned function ends it. */
	add(listener: (message: M) => void): () => void;
	tell(message: M): void;
}

export function createListeners<M>(): Listeners<M> {
	const listeners = new Set<(message: M) => void>();
	return {
		add(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		tell(message) {
			for (const listen of listeners) listen(message);
		},
	};
}
