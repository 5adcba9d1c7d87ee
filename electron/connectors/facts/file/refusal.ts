/** A file that is refused whole, with the line where that is known. Thrown while it is read, and turned into a failure at the door. */
import { fail } from '../../../../shared/domain/result.ts';
import type { Failure } from '../../../../shared/domain/result.ts';

export class FileRefusal extends Error {
	readonly line: number | null;
	readonly hint: string;
	readonly isTooLarge: boolean;

	/** `message` goes on after the name of the file: "is not UTF-8". */
	constructor(message: string, line: number | null = null, hint: string = formatHint, isTooLarge = false) {
		super(message);
		this.line = line;
		this.hint = hint;
		this.isTooLarge = isTooLarge;
	}
}

const formatHint = 'docs/facts.md describes the formats with examples.';

export function refusalFailure(name: string, refusal: FileRefusal): Failure {
	const place = refusal.line === null ? name : `${name}, line ${refusal.line},`;
	const code = refusal.isTooLarge ? 'too-large' : 'facts-rejected';
	return fail(code, `${place} ${refusal.message}; nothing of the file was taken.`, refusal.hint);
}
