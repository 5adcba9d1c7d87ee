/** Words that repeat (services, sources, authors, ...) are kept once and written as numbers. */
import type { DatabaseSync } from 'node:sqlite';

export interface Names {
	/** Number of a word, made where it is new. */
	idOf(text: string): number;
	/** Number of a word that is there already; null where it is not. */
	find(text: string): number | null;
	textOf(id: number): string;
	/** After a transaction was undone: numbers given within it are not there. */
	forget(): void;
}

/** Kept in memory at most; beyond that all are dropped and looked up again. */
const cacheSize = 200_000;

export function createNames(db: DatabaseSync): Names {
	const ids = new Map<string, number>();
	const texts = new Map<number, string>();
	const byText = db.prepare('select id from names where text = ?');
	const byId = db.prepare('select text from names where id = ?');
	const insert = db.prepare('insert into names (text) values (?)');

	function remember(id: number, text: string): void {
		if (ids.size >= cacheSize) {
			ids.clear();
			texts.clear();
		}
		ids.set(text, id);
		texts.set(id, text);
	}
	function find(text: string): number | null {
		const known = ids.get(text);
		if (known !== undefined) return known;
		const row = byText.get(text);
		if (row === undefined) return null;
		remember(Number(row['id']), text);
		return Number(row['id']);
	}
	return {
		find,
		idOf(text) {
			const known = find(text);
			if (known !== null) return known;
			const id = Number(insert.run(text).lastInsertRowid);
			remember(id, text);
			return id;
		},
		textOf(id) {
			const known = texts.get(id);
			if (known !== undefined) return known;
			const text = String(byId.get(id)?.['text'] ?? '');
			remember(id, text);
			return text;
		},
		forget() {
			ids.clear();
			texts.clear();
		},
	};
}
