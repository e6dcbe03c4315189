"""Opening a model of llama.cpp: settings, and files that are none."""

import pytest

from inlay.backends import open_backend
from inlay.backends.llama.backend import LlamaBackend, LlamaOptions
from inlay.backends.llama.library import library
from inlay.backends.llama.opening import embedded_model, open_embedded
from inlay.errors import BackendError, UsageError


def test_models_are_opened_without_the_kernels_that_end_the_process_where_those_are_built_in():
    bindings = library()
    built_in = b"AMX_INT8 = 1" in bindings.llama_print_system_info()
    assert bindings.llama_model_default_params().use_extra_bufts is not built_in


def test_metadata_that_is_no_json_is_refused(tiny):
    with pytest.raises(BackendError, match=r"inlay\.prompts"):
        open_backend(f"gguf:{tiny('odd', extra={'inlay.prompts': 'one, two'})}")


def test_a_style_for_a_model_that_knows_its_own_is_refused(trained):
    with pytest.raises(UsageError, match="says itself"):
        open_backend(f"gguf:{trained}", {"style": "infill"})


def test_a_missing_file_says_what_to_give(tmp_path):
    with pytest.raises(UsageError, match="there is no model file"):
        open_backend(f"gguf:{tmp_path / 'missing.gguf'}")
    with pytest.raises(UsageError, match="needs a file"):
        open_backend("gguf:")


@pytest.mark.parametrize("kept", [0, 3, 10, 24, 200, 5000, 100_000])
def test_a_broken_file_is_refused_and_not_a_crash(tmp_path, trained, kept):
    (tmp_path / "cut.gguf").write_bytes(trained.read_bytes()[:kept])
    with pytest.raises(BackendError, match=r"cut\.gguf") as broken:
        open_backend(f"gguf:{tmp_path / 'cut.gguf'}")
    assert broken.value.hint


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "page.gguf").write_bytes(b"<html>404</html>" * 100)
    with pytest.raises(BackendError, match="no GGUF file"):
        open_backend(f"gguf:{tmp_path / 'page.gguf'}")


def test_layers_on_a_gpu_that_the_build_does_not_know_are_an_error(trained):
    import llama_cpp

    if llama_cpp.llama_supports_gpu_offload():
        LlamaBackend(trained, "gguf", LlamaOptions(gpu_layers=1)).close()
        return
    with pytest.raises(UsageError, match="built without GPU support"):
        open_backend(f"gguf:{trained}", {"gpu_layers": 4})


def test_a_wrong_setting_is_named(trained):
    with pytest.raises(UsageError, match="n_gpu_layers"):
        open_backend(f"gguf:{trained}", {"n_gpu_layers": 4})
    with pytest.raises(UsageError, match="n_gpu_layers"):
        open_backend(f"gguf:{trained}#n_gpu_layers=4")


def test_settings_may_stand_behind_the_address(trained):
    from contextlib import closing

    with closing(open_backend(f"gguf:{trained}#branches=4&threads=1")) as backend:
        assert backend.name == f"gguf:{trained.name}"
    with pytest.raises(UsageError, match="threads"):
        open_backend(f"gguf:{trained}#threads=many")


@pytest.mark.parametrize("settings", ["threads", "threads=1&threads=2", "&", "threads=1&"])
def test_settings_that_cannot_be_read_are_told(settings, trained):
    with pytest.raises(UsageError, match=r"holds no settings|stands twice"):
        open_backend(f"gguf:{trained}#{settings}")


def test_an_inlay_without_its_model_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr("inlay.backends.llama.opening.embedded_model", lambda: tmp_path / "embedded.gguf")
    with pytest.raises(UsageError, match="without its model") as missing:
        open_embedded("", {})
    assert "make embedded-model" in missing.value.hint


def test_the_embedded_model_has_its_place_in_the_package():
    assert embedded_model().parts[-3:] == ("inlay", "_model", "embedded.gguf")
