import { expect, test } from 'vitest';
import { keepShippedParts } from './sbom-parts.ts';

const locked = (name: string, isProduct: boolean, isOptional = false) => ({
	...{ place: `node_modules/${name}`, name, version: '1.0.0', licence: 'MIT', isProduct, isOptional },
	hasInstallScript: false,
});
const list = (...names: readonly string[]) =>
	JSON.stringify({
		bomFormat: 'CycloneDX',
		metadata: { component: { 'bom-ref': 'signalbox@0.1.0' } },
		components: names.map((name) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' })),
		dependencies: [
			{ ref: 'signalbox@0.1.0', dependsOn: names.map((name) => `${name}@1.0.0`) },
			...names.map((name) => ({ ref: `${name}@1.0.0`, dependsOn: [] })),
		],
	});
const lock = [locked('zod', true), locked('vitest', false), locked('elsewhere', true, true)];

test('tools are left out, of the parts and of what depends on what', () => {
	const kept = keepShippedParts(list('zod', 'vitest'), lock);
	expect(kept.components.map(({ name }) => name)).toEqual(['zod']);
	expect(kept.dependencies).toEqual([
		{ ref: 'signalbox@0.1.0', dependsOn: ['zod@1.0.0'] },
		{ ref: 'zod@1.0.0', dependsOn: [] },
	]);
});

test('a list that is not whole is refused', () => {
	expect(() => keepShippedParts(list('vitest'), lock)).toThrow('npm does not list zod 1.0.0.');
	expect(() => keepShippedParts('{}', lock)).toThrow();
});
