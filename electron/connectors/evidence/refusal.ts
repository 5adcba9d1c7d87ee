/** Why a report is not taken. Thrown while it is read, and a `report-invalid` for everybody outside. */
import { type Failure, fail } from '../../../shared/domain/result.ts';

/** `message` goes on after the name of the file: "is cut off". `line` counts from 1. */
export class Refusal extends Error {
	readonly line: number | null;
	readonly hint: string;

	constructor(
		message: string,
		line: number | null = null,
		hint = 'Look at what the tool wrote, and let it write it anew.',
	) {
		super(message);
		this.line = line;
		this.hint = hint;
	}
}

/** Reading was ended from outside. */
export class Aborted extends Error {}

/** What a refused report is for everybody outside. An error that is no refusal is a report that we did not foresee. */
export function reportFailure(file: string, error: unknown): Failure {
	if (error instanceof Aborted) {
		return fail('cancelled', `Reading ${file} was cancelled.`, 'Ask again for the evidence of this run.', {
			retryable: true,
		});
	}
	if (!(error instanceof Refusal)) {
		return fail(
			'report-invalid',
			`${file} could not be read, so it proves nothing.`,
			'Look at what the tool wrote, and let it write it anew.',
			{ cause: error, details: { file } },
		);
	}
	const place = error.line === null ? file : `${file}, line ${error.line},`;
	return fail('report-invalid', `${place} ${error.message}, so it proves nothing.`, error.hint, {
		details: { file, line: error.line },
	});
}
