/** What a judge saw, and what another policy would have made of it. Changes nothing. */
import { fail } from '../../shared/domain/result.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import type { Store } from './ports.ts';

/** Answers questions about evidence from the looks in the store. */
export function createEvidenceApi(_ports: { readonly store: Store }): EngineApi['evidence'] {
	const later = async () => fail('unsupported', 'This is not built yet.', 'Wait for the next version.');
	return { trail: later, trial: later, importAnalysis: later };
}
