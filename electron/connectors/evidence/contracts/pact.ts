/**
 * Results of a Pact verification: what a provider publishes to the broker (`testResults`), the JSON of the Rust core that
 * `pact_verifier_cli --json` and pact-js write (`interactionResults`), and that of pact-provider-verifier (`examples`).
 */
import { type ContractFacts, mostItemsKept } from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { interactionsOf, type Interaction } from './interactions.ts';
import { type PactReport, pactSchema } from './pact-schema.ts';

const mostConsumers = 20;

export const parsePact: ReportParser = async (bytes, { limits }) => {
	const report = await readWholeJson(bytes, pactSchema, limits);
	const interactions = interactionsOf(report);
	const count = (state: Interaction['state']) => interactions.filter((one) => one.state === state).length;
	const failures = interactions
		.filter(({ state }) => state === 'failed')
		.slice(0, mostItemsKept)
		.map(({ name, message }) => ({ interaction: cut(name) ?? '(no description)', message: cut(message) }));
	refuseContradiction(report, interactions.length, count('failed'));
	const facts: ContractFacts = {
		kind: 'contracts',
		total: interactions.length,
		passed: count('passed'),
		failed: count('failed'),
		pending: count('pending'),
		provider: cut(
			report.providerName ?? report.provider?.name ?? interactions.find(({ provider }) => provider !== null)?.provider,
		),
		providerVersion: cut(report.providerApplicationVersion ?? report.providerVersion),
		consumers: [...new Set(interactions.flatMap(({ consumer }) => consumer ?? []))].slice(0, mostConsumers),
		failures,
	};
	return { facts, tool: toolOf(report), writtenAt: instantOf(report.verificationDate) };
};

/** A verification that calls itself failed and lists no failure, or lists nothing at all, proves nothing. */
function refuseContradiction({ success, result, errors }: PactReport, total: number, failed: number): void {
	if (total === 0)
		throw new Refusal('lists no interaction that was verified', null, 'Check that the provider found its pacts.');
	if ((success ?? result) === false && failed === 0)
		throw new Refusal('says that the verification failed and lists no failure');
	// A pact that could not be fetched has an error and no interactions.
	if ((errors ?? []).length > 0 && failed === 0)
		throw new Refusal('lists errors, and only interactions that passed', null, 'Look at its errors.');
}

function toolOf({ verifiedBy }: PactReport): string | null {
	const name = cut(verifiedBy?.implementation);
	if (name === null) return null;
	const version = cut(verifiedBy?.version);
	return version === null ? name : `${name} ${version}`;
}
