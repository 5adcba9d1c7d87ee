/** The fields of Pact's several reports that are read. */
import { z } from 'zod';

const text = z.string().nullish();
const mismatch = z.looseObject({ description: text, mismatch: text, attribute: text });
const exception = z.looseObject({ message: text, class: text }).nullish();

/** An interaction as the broker's clients write it, each in its way. */
const test = z.looseObject({
	success: z.boolean().nullish(),
	status: text,
	result: text,
	pending: z.boolean().nullish(),
	description: text,
	full_description: text,
	testDescription: text,
	testFullDescription: text,
	interactionDescription: text,
	interactionId: text,
	consumer: text,
	provider: text,
	pactConsumer: text,
	mismatches: z.array(z.union([z.string(), mismatch])).nullish(),
	exceptions: z.array(exception).nullish(),
	exception,
	message: text,
});
export type PactTest = z.infer<typeof test>;

const error = z.looseObject({
	interaction: text,
	mismatch: z.looseObject({ message: text, mismatches: z.array(z.unknown()).nullish() }).nullish(),
});
export type PactError = z.infer<typeof error>;

const tests = z.array(test);
export const pactSchema = z.looseObject({
	success: z.boolean().nullish(),
	result: z.boolean().nullish(),
	testResults: z.union([tests, z.looseObject({ tests: tests.nullish(), examples: tests.nullish() })]).nullish(),
	interactions: tests.nullish(),
	interactionResults: tests.nullish(),
	examples: tests.nullish(),
	errors: z.array(error).nullish(),
	pendingErrors: z.array(error).nullish(),
	output: z.array(z.string()).nullish(),
	pending: z.boolean().nullish(),
	providerName: text,
	provider: z.looseObject({ name: text }).nullish(),
	providerApplicationVersion: text,
	providerVersion: text,
	verificationDate: text,
	verifiedBy: z.looseObject({ implementation: text, version: text }).nullish(),
});
export type PactReport = z.infer<typeof pactSchema>;
