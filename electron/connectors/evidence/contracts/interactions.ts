/** The interactions of a Pact verification, whichever tool listed them. */
import type { PactError, PactReport, PactTest } from './pact-schema.ts';

export interface Interaction {
	readonly state: 'passed' | 'failed' | 'pending';
	readonly name: string | null;
	readonly message: string | null;
	readonly consumer: string | null;
	readonly provider: string | null;
}

const passedWords = new Set(['ok', 'passed', 'success']);
const pendingWords = new Set(['pending']);

/** One that neither says that it passed nor that it is pending has failed. */
export function interactionsOf(report: PactReport): readonly Interaction[] {
	const told = report.testResults;
	const listed = [
		...(Array.isArray(told) ? told : [...(told?.tests ?? []), ...(told?.examples ?? [])]),
		...(report.interactions ?? []),
		...(report.interactionResults ?? []),
		...(report.examples ?? []),
	].map((test) => interactionOf(test, report));
	const errors = [...(report.errors ?? []).map((one) => errorOf(one, 'failed'))];
	const pending = [...(report.pendingErrors ?? []).map((one) => errorOf(one, 'pending'))];
	if (listed.length > 0) return withMessages(listed, errors);
	return [...errors, ...pending, ...passedByOutput(report, errors.length + pending.length)];
}

function interactionOf(test: PactTest, report: PactReport): Interaction {
	const word = (test.status ?? test.result)?.toLowerCase() ?? '';
	const isPassed = test.success ?? passedWords.has(word);
	const name =
		test.description ??
		test.interactionDescription ??
		test.full_description ??
		test.testFullDescription ??
		test.testDescription;
	// Older versions of the core mark what is pending only in a list of its own.
	const isPending =
		test.pending === true ||
		report.pending === true ||
		pendingWords.has(word) ||
		(name != null &&
			test.pending == null &&
			(report.pendingErrors ?? []).some(({ interaction }) => interaction?.includes(name) === true));
	return {
		state: isPassed ? 'passed' : isPending ? 'pending' : 'failed',
		name: name ?? test.interactionId ?? null,
		message: messageOf(test),
		consumer: test.consumer ?? test.pactConsumer ?? null,
		provider: test.provider ?? null,
	};
}

function messageOf(test: PactTest): string | null {
	const [first] = test.mismatches ?? [];
	const mismatch = typeof first === 'string' ? first : (first?.description ?? first?.mismatch);
	return mismatch ?? test.exception?.message ?? test.exceptions?.[0]?.message ?? test.message ?? null;
}

function errorOf({ interaction, mismatch }: PactError, state: 'failed' | 'pending'): Interaction {
	const [first] = mismatch?.mismatches ?? [];
	const told = typeof first === 'object' && first !== null && 'mismatch' in first ? first.mismatch : first;
	return {
		state,
		name: interaction ?? null,
		message: mismatch?.message ?? (typeof told === 'string' ? told : null),
		consumer: consumerOf(interaction),
		provider: null,
	};
}

/** "Verifying a pact between shop and stock - a request for an article". */
function consumerOf(interaction: string | null | undefined): string | null {
	return /^Verifying a pact between (.{1,100}?) and /u.exec(interaction ?? '')?.[1] ?? null;
}

/** The list of interactions does not say why one failed; the list of errors does. */
function withMessages(listed: readonly Interaction[], errors: readonly Interaction[]): readonly Interaction[] {
	return listed.map((one) => {
		if (one.state !== 'failed' || one.message !== null || one.name === null) return one;
		const { name } = one;
		return { ...one, message: errors.find((error) => error.name?.includes(name) === true)?.message ?? null };
	});
}

/** The core before 0.10 lists errors only; what passed is told by the lines that it printed, one such line for each interaction. */
function passedByOutput(report: PactReport, others: number): readonly Interaction[] {
	const output = report.output ?? [];
	const printed = output.filter((line) => /returns a response which|generates a message which/u.test(line)).length;
	const passed: Interaction = { state: 'passed', name: null, message: null, consumer: null, provider: null };
	return new Array<Interaction>(Math.max(0, printed - others)).fill(passed);
}
