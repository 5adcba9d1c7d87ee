/** Contracts with consumers were verified. What is still pending neither passes nor fails. */
import { formatCount, formatCounted } from '../format.ts';
import { type EvidenceOf, failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

export function ruleOnContracts(reports: readonly EvidenceOf<'contracts'>[]): Ruling {
	const sum = (field: 'total' | 'passed' | 'failed' | 'pending') => sumOf(reports, ({ facts }) => facts[field]);
	const limit = 'none failed, at least 1 verified';
	const pending = sum('pending') === 0 ? '' : `, ${formatCount(sum('pending'))} pending`;
	const found = `${formatCount(sum('passed'))} of ${formatCounted(sum('total'), 'interaction')} passed, ${formatCount(sum('failed'))} failed${pending}`;
	if (sum('failed') > 0) return failed(found, limit, failureText(sum('failed'), reports));
	if (sum('total') === 0) return missing(found, limit, 'The reports hold no interaction');
	const untold = sum('total') - sum('passed') - sum('pending');
	if (untold > 0)
		return missing(found, limit, `The reports give no result for ${formatCounted(untold, 'interaction')}`);
	return sum('passed') > 0
		? passed(found, limit, 'Every contract that was verified holds')
		: missing(found, limit, 'No contract has been verified yet; all are pending');
}

function failureText(count: number, reports: readonly EvidenceOf<'contracts'>[]): string {
	const first = reports.flatMap(({ facts }) => facts.failures)[0];
	return `${formatCounted(count, 'interaction')} failed${first === undefined ? '' : `: ${first.interaction}`}`;
}
