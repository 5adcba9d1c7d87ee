/** How a problem becomes an error of the wire, and comes back as a value. */
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { ErrorCode, Problem } from '../domain/result.ts';

/** Carries a problem through code that can only throw. */
export class ProblemError extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.message);
		this.name = 'ProblemError';
		this.problem = problem;
	}
}

type WireCode = TRPCError['code'];

/** The codes that have a name of their own on the wire; the rest are refusals of a well-formed request. */
const wireCodes: Partial<Record<ErrorCode, WireCode>> = {
	'invalid-input': 'BAD_REQUEST',
	'not-found': 'NOT_FOUND',
	unauthorised: 'UNAUTHORIZED',
	forbidden: 'FORBIDDEN',
	'read-only': 'FORBIDDEN',
	stale: 'CONFLICT',
	'too-large': 'PAYLOAD_TOO_LARGE',
	'timed-out': 'TIMEOUT',
	internal: 'INTERNAL_SERVER_ERROR',
};

/** Wraps a problem as the error that a procedure throws. */
export function toWireError(problem: Problem): TRPCError {
	return new TRPCError({
		code: wireCodes[problem.code] ?? 'PRECONDITION_FAILED',
		message: problem.message,
		cause: new ProblemError(problem),
	});
}

const internalProblem: Problem = {
	code: 'internal',
	message: 'Signalbox met an error of its own and did not finish this request.',
	hint: 'Look at the board for what is so, then try again. The log in the data folder has the cause.',
	retryable: true,
};

function inputProblem(error: z.ZodError): Problem {
	const issue = error.issues[0];
	const field = issue === undefined || issue.path.length === 0 ? 'the request' : issue.path.map(String).join('.');
	return {
		code: 'invalid-input',
		message: `The request was refused and nothing was done: ${field}: ${issue?.message ?? 'not as expected'}.`,
		hint: 'Reload the window; if it stays so, the window and Signalbox are of different versions.',
		retryable: false,
		details: { field, fields: error.issues.map((each) => each.path.map(String).join('.')) },
	};
}

/** What a client may know of an error: never a stack, a cause or a path of this machine. */
export function problemOf(error: TRPCError): Problem {
	if (error.cause instanceof ProblemError) return error.cause.problem;
	if (error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError) return inputProblem(error.cause);
	if (error.code === 'PARSE_ERROR' || error.code === 'BAD_REQUEST') {
		return {
			code: 'invalid-input',
			message: 'The request could not be read and nothing was done.',
			hint: 'Reload the window.',
			retryable: false,
		};
	}
	if (error.code === 'NOT_FOUND' || error.code === 'METHOD_NOT_SUPPORTED') {
		return {
			code: 'unsupported',
			message: 'This window asks for something that the running Signalbox does not know.',
			hint: 'Reload the window so that both are of the same version.',
			retryable: false,
		};
	}
	return internalProblem;
}

/** True when this error says no more than it may, so that no cause has to be logged. */
export function isExpected(error: unknown): boolean {
	if (!(error instanceof TRPCError)) return false;
	return error.cause instanceof ProblemError || problemOf(error).code !== 'internal';
}
