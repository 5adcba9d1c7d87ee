/** From the checked `gates:` of a stage to rules with their figures. */
import type { PerformanceMetric } from '../domain/gates/evidence.ts';
import type { Gate, GateRule } from '../domain/gates/model.ts';
import type { StageName } from '../domain/pipeline/model.ts';
import type { FileGate } from './file/gates.ts';
import { defaultGateFigures } from './gate-defaults.ts';

/** How a gate is called on screen: "Unit tests" for `unit-tests`; a name that is written as people write stays. */
export function gateTitle(name: string): string {
	const isWord = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
	return isWord ? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}` : name.trim();
}

export function buildGate(name: string, gate: FileGate, stage: StageName): Gate {
	return { name: gateTitle(name), stage, rule: ruleOf(gate), sources: 'sources' in gate ? gate.sources : [] };
}

function ruleOf(gate: FileGate): GateRule {
	switch (gate.kind) {
		case 'coverage':
			return { kind: 'coverage', of: gate.of, atLeast: gate.atLeast, failOnDecrease: gate.failOnDecrease };
		case 'security':
		case 'secrets':
		case 'dependencies':
		case 'quality':
			return { kind: 'findings', about: gate.kind, atMost: gate.atMost, from: gate.from };
		case 'complexity':
		case 'function-length':
		case 'lint':
			return { kind: gate.kind, atMost: gate.atMost };
		case 'contracts':
			return { kind: 'contracts' };
		case 'performance':
			return { kind: 'performance', limits: limitsOf(gate) };
		case 'accessibility':
			return { kind: 'accessibility', atMost: gate.atMost, from: gate.from };
		case 'jobs':
		case 'formatting':
		case 'types':
		case 'smoke':
			return { kind: 'jobs', jobs: gate.jobs };
		default:
			return { kind: 'tests', atLeast: gate.atLeast, honoursQuarantine: gate.honourQuarantine };
	}
}

type Limits = Extract<GateRule, { kind: 'performance' }>['limits'];

function limitsOf(gate: Extract<FileGate, { kind: 'performance' }>): Limits {
	const { p50, p95, p99, mean, errorRate, throughput } = gate;
	const written: readonly (readonly [PerformanceMetric, number | undefined])[] = [
		['p50', p50],
		['p95', p95],
		['p99', p99],
		['mean', mean],
		['error-rate', errorRate],
		['throughput', throughput],
	];
	const limits = written.flatMap(
		([metric, value]): Limits =>
			value === undefined ? [] : [{ metric, bound: metric === 'throughput' ? 'at-least' : 'at-most', value }],
	);
	if (limits.length > 0) return limits;
	return [
		{ metric: 'p95', bound: 'at-most', value: defaultGateFigures.p95Ms },
		{ metric: 'error-rate', bound: 'at-most', value: defaultGateFigures.errorRate },
	];
}
