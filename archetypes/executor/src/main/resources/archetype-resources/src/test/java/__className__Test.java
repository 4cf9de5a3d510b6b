package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestContainer;

class ${className}Test {
    @Test
    void answersWithWhatTheComponentSays() throws Exception {
        try (TestContainer container = new TestContainer(); HttpClient client = HttpClient.newHttpClient()) {
            container.add(new ${className}(), "acme");
            Deployment app = container.deploy(Path.of("src/test/app"));
            URI uri = URI.create(TestContainer.address(app) + "/some/path");
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            assertEquals("/some/path", response.body());
        }
    }
}
