// JUnit 5, and everything else that writes JUnit XML: decides about a run by its reports. Needs Java 11, and nothing else.
//
//   mvn -Dmaven.test.failure.ignore=true verify && java quarantine/QuarantineCheck.java target/surefire-reports
//
// Ends with 1 when a test failed that is not quarantined, when a report cannot be read, or when there is no test at all.
// SIGNALBOX_QUARANTINE names the file (default .signalbox/quarantine.json), SIGNALBOX_SERVICE the service where several share a
// repository.

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

public final class QuarantineCheck {
	// Possessive, so that a long text needs no deep stack.
	private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
	private static final Pattern ENTRY = Pattern.compile("\\{((?:[^{}\"]|" + TEXT + ")*+)\\}");
	private static final Pattern FIELD = Pattern.compile("\"(service|test|owner|reason|until)\":\\s*" + TEXT);

	public static void main(String[] folders) throws Exception {
		Map<String, String> quarantined = quarantined();
		List<String> failed = new ArrayList<>();
		int tests = 0;
		for (Path report : reports(folders.length == 0 ? new String[] {"target/surefire-reports"} : folders)) {
			tests += read(report, failed);
		}
		List<String> forgiven = failed.stream().filter(quarantined::containsKey).collect(Collectors.toList());
		List<String> others = failed.stream().filter(test -> !quarantined.containsKey(test)).collect(Collectors.toList());
		if (!forgiven.isEmpty()) System.out.println("Quarantined tests that failed, and do not fail this run (" + forgiven.size() + "):");
		forgiven.forEach(test -> System.out.println("  " + test + " " + quarantined.get(test)));
		if (!others.isEmpty()) System.out.println("Tests that failed (" + others.size() + "):");
		others.forEach(test -> System.out.println("  " + test));
		if (tests == 0) System.out.println("No report holds any test.");
		System.exit(others.isEmpty() && tests > 0 ? 0 : 1);
	}

	/** What is in force, by the name of its test. Entries of our file hold no objects, so that no JSON library is needed. */
	private static Map<String, String> quarantined() throws IOException {
		String file = System.getenv().getOrDefault("SIGNALBOX_QUARANTINE", ".signalbox/quarantine.json");
		String service = System.getenv("SIGNALBOX_SERVICE");
		Map<String, String> found = new HashMap<>();
		String text;
		try {
			text = Files.readString(Path.of(file));
		} catch (NoSuchFileException none) {
			return found;
		}
		if (!text.matches("(?s)\\s*\\{\\s*\"version\":\\s*1,.*")) {
			System.err.println(file + " is no quarantine file of version 1, so nothing is quarantined.");
			return found;
		}
		for (Matcher entry = ENTRY.matcher(text); entry.find();) {
			Map<String, String> fields = new HashMap<>();
			for (Matcher field = FIELD.matcher(entry.group(1)); field.find();) fields.put(field.group(1), unescaped(field.group(2)));
			boolean isMine = fields.containsKey("test") && (service == null || service.equals(fields.get("service")));
			if (!isMine || !Instant.parse(fields.get("until")).isAfter(Instant.now())) continue;
			found.put(fields.get("test"), "(" + fields.get("owner") + ", until " + fields.get("until") + ": " + fields.get("reason") + ")");
		}
		return found;
	}

	private static String unescaped(String text) {
		Matcher escape = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)").matcher(text);
		return escape.replaceAll(found -> Matcher.quoteReplacement(character(found.group(1), found.group(2))));
	}

	private static String character(String escape, String code) {
		if (code != null) return String.valueOf((char) Integer.parseInt(code, 16));
		int known = "nrtbf".indexOf(escape);
		return known < 0 ? escape : String.valueOf("\n\r\t\b\f".charAt(known));
	}

	private static List<Path> reports(String[] folders) throws IOException {
		List<Path> found = new ArrayList<>();
		for (String folder : folders) {
			try (Stream<Path> files = Files.walk(Path.of(folder))) {
				files.filter(file -> file.toString().endsWith(".xml")).sorted().forEach(found::add);
			} catch (NoSuchFileException none) {
				System.err.println("There is no " + folder + ".");
			}
		}
		return found;
	}

	/** Adds the tests that failed, and answers how many there are. */
	private static int read(Path report, List<String> failed) throws Exception {
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
		factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
		DocumentBuilder builder = factory.newDocumentBuilder();
		Document document = builder.parse(new File(report.toString()));
		NodeList suites = document.getElementsByTagName("testsuite");
		for (int index = 0; index < suites.getLength(); index++) {
			Element one = (Element) suites.item(index);
			// Broken outside of its cases: that is no failure of a test.
			if (hasTrouble(one)) failed.add("the suite " + one.getAttribute("name") + " itself");
		}
		NodeList cases = document.getElementsByTagName("testcase");
		for (int index = 0; index < cases.getLength(); index++) {
			Element one = (Element) cases.item(index);
			String name = one.getAttribute("classname") + " > " + one.getAttribute("name");
			if (hasTrouble(one)) failed.add(name.replaceAll("\\s+", " ").trim());
		}
		return cases.getLength();
	}

	private static boolean hasTrouble(Element one) {
		for (Node child = one.getFirstChild(); child != null; child = child.getNextSibling()) {
			if (child.getNodeName().equals("failure") || child.getNodeName().equals("error")) return true;
		}
		return false;
	}
}
