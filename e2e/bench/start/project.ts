/** `signalbox.yaml` of many services whose targets cannot be reached: the board has to show what was last known. */
export function projectYaml(services: readonly string[]): string {
	const lines = services.flatMap((service) => [
		`  - name: ${service}`,
		'    owner: the bench',
		'    releases: [{ version: 9.0.0 }, { version: 1.0.0 }]',
		'    environments:',
		'      production:',
		'        tier: production',
		'        target:',
		'          kind: haproxy',
		`          label: haproxy of ${service}`,
		`          socket: no-such-folder/${service}.sock`,
		'          backend: shop',
		'          slots: { blue: [blue1], green: [green1] }',
	]);
	return ['version: 1', 'name: bench', 'services:', ...lines, ''].join('\n');
}
