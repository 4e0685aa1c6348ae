{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 9,
			"minor": 0,
			"revision": 0,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [100, 100, 1200, 800],
		"openrect": [0, 0, 620, 169],
		"openrectmode": 0,
		"openinpresentation": 1,
		"default_fontsize": 10,
		"default_fontname": "Ableton Sans Medium",
		"gridsize": [8, 8],
		"boxanimatetime": 500,
		"devicewidth": 620,
		"description": "Compares your mix with your references, proposes the fewest changes that bring it there, makes those you approve, and measures again. On Main, after all other devices.",
		"digest": "Uplift",
		"tags": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [20, 20, 173, 22],
					"text": "Audio: straight through"
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["signal", "signal"],
					"patching_rect": [20, 48, 61, 22],
					"text": "plugin~"
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["signal", "signal"],
					"patching_rect": [20, 76, 68, 22],
					"text": "plugout~"
				}
			},
			{
				"box": {
					"id": "obj-101",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [320, 20, 54, 22],
					"text": "Script"
				}
			},
			{
				"box": {
					"id": "obj-102",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [320, 48, 68, 22],
					"text": "deferlow"
				}
			},
			{
				"box": {
					"filename": "uplift-hub-0.1.0.js",
					"id": "obj-103",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 6,
					"outlettype": ["", "", "", "", "", ""],
					"patching_rect": [320, 76, 271, 22],
					"saved_object_attributes": {
						"parameter_enable": 0
					},
					"text": "v8 uplift-hub-0.1.0.js ---uplift-ring",
					"textfile": {
						"autowatch": 0,
						"embed": 0,
						"filename": "uplift-hub-0.1.0.js",
						"flags": 0
					}
				}
			},
			{
				"box": {
					"id": "obj-201",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [620, 20, 96, 22],
					"text": "Node process"
				}
			},
			{
				"box": {
					"id": "obj-202",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"patching_rect": [620, 48, 280, 22],
					"saved_object_attributes": {
						"autostart": 1,
						"defer": 0,
						"node_bin_path": "",
						"npm_bin_path": "",
						"watch": 0
					},
					"text": "node.script uplift-node-0.1.0.js @autostart 1 @watch 0",
					"textfile": {
						"autowatch": 0,
						"embed": 0,
						"filename": "uplift-node-0.1.0.js",
						"flags": 0
					}
				}
			},
			{
				"box": {
					"id": "obj-203",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [620, 76, 117, 22],
					"text": "prepend process"
				}
			},
			{
				"box": {
					"id": "obj-301",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [920, 20, 145, 22],
					"text": "Taps and other hubs"
				}
			},
			{
				"box": {
					"id": "obj-302",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [920, 48, 124, 22],
					"text": "s uplift-to-taps"
				}
			},
			{
				"box": {
					"id": "obj-303",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 76, 138, 22],
					"text": "r uplift-from-taps"
				}
			},
			{
				"box": {
					"id": "obj-304",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 104, 89, 22],
					"text": "prepend tap"
				}
			},
			{
				"box": {
					"id": "obj-305",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [920, 132, 103, 22],
					"text": "s uplift-hubs"
				}
			},
			{
				"box": {
					"id": "obj-306",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 160, 103, 22],
					"text": "r uplift-hubs"
				}
			},
			{
				"box": {
					"id": "obj-307",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 188, 96, 22],
					"text": "prepend hubs"
				}
			},
			{
				"box": {
					"id": "obj-401",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1220, 20, 201, 22],
					"text": "Key: what the set remembers"
				}
			},
			{
				"box": {
					"id": "obj-402",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [1220, 48, 124, 22],
					"restore": [0],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_invisible": 1,
							"parameter_longname": "uplift-key",
							"parameter_modmode": 0,
							"parameter_shortname": "uplift-key",
							"parameter_type": 3
						}
					},
					"saved_object_attributes": {
						"parameter_enable": 1,
						"parameter_mappable": 0
					},
					"text": "pattr uplift-key",
					"varname": "uplift-key"
				}
			},
			{
				"box": {
					"id": "obj-403",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["int"],
					"patching_rect": [1220, 76, 40, 22],
					"text": "i 0"
				}
			},
			{
				"box": {
					"id": "obj-404",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [1220, 104, 96, 22],
					"text": "route bang 0"
				}
			},
			{
				"box": {
					"id": "obj-405",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", "bang"],
					"patching_rect": [1220, 132, 47, 22],
					"text": "t b b"
				}
			},
			{
				"box": {
					"id": "obj-406",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["bang", ""],
					"patching_rect": [1220, 160, 47, 22],
					"text": "sel 0"
				}
			},
			{
				"box": {
					"id": "obj-407",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1220, 188, 54, 22],
					"text": "stored"
				}
			},
			{
				"box": {
					"id": "obj-408",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1220, 216, 110, 22],
					"text": "prepend stored"
				}
			},
			{
				"box": {
					"id": "obj-501",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1520, 20, 47, 22],
					"text": "Start"
				}
			},
			{
				"box": {
					"id": "obj-502",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["bang", "int", "int"],
					"patching_rect": [1520, 48, 117, 22],
					"text": "live.thisdevice"
				}
			},
			{
				"box": {
					"id": "obj-503",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["bang", "bang", "bang"],
					"patching_rect": [1520, 76, 61, 22],
					"text": "t b b b"
				}
			},
			{
				"box": {
					"id": "obj-504",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": ["int", "float", "int", "int"],
					"patching_rect": [1520, 104, 75, 22],
					"text": "dspstate~"
				}
			},
			{
				"box": {
					"id": "obj-505",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 132, 117, 22],
					"text": "prepend enabled"
				}
			},
			{
				"box": {
					"id": "obj-506",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 160, 54, 22],
					"text": "loaded"
				}
			},
			{
				"box": {
					"id": "obj-507",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 188, 138, 22],
					"text": "prepend audio rate"
				}
			},
			{
				"box": {
					"id": "obj-601",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1820, 20, 180, 22],
					"text": "Orders to the audio part"
				}
			},
			{
				"box": {
					"id": "obj-602",
					"maxclass": "newobj",
					"numinlets": 12,
					"numoutlets": 12,
					"outlettype": ["", "", "", "", "", "", "", "", "", "", "", ""],
					"patching_rect": [1820, 48, 280, 22],
					"text": "route record-open record-start record-stop ring-write ring-run audition-open audition-play attenuate browse window-open window-close"
				}
			},
			{
				"box": {
					"id": "obj-701",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2120, 20, 280, 22],
					"text": "Recorder: left, right, phase in the beat"
				}
			},
			{
				"box": {
					"id": "obj-702",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", "bang"],
					"patching_rect": [2120, 48, 47, 22],
					"text": "t l b"
				}
			},
			{
				"box": {
					"id": "obj-703",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 76, 124, 22],
					"text": "samptype float32"
				}
			},
			{
				"box": {
					"id": "obj-704",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 104, 96, 22],
					"text": "prepend open"
				}
			},
			{
				"box": {
					"id": "obj-705",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 132, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-706",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 160, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-707",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["signal", "list"],
					"patching_rect": [2120, 188, 89, 22],
					"text": "plugphasor~"
				}
			},
			{
				"box": {
					"id": "obj-708",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": ["signal"],
					"patching_rect": [2120, 216, 89, 22],
					"text": "sfrecord~ 3"
				}
			},
			{
				"box": {
					"id": "obj-801",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2420, 20, 250, 22],
					"text": "Ring buffer: what Main played last"
				}
			},
			{
				"box": {
					"id": "obj-802",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["float", "bang"],
					"patching_rect": [2420, 48, 222, 22],
					"text": "buffer~ ---uplift-ring 20000 2"
				}
			},
			{
				"box": {
					"id": "obj-803",
					"maxclass": "newobj",
					"numinlets": 4,
					"numoutlets": 1,
					"outlettype": ["signal"],
					"patching_rect": [2420, 76, 236, 22],
					"text": "record~ ---uplift-ring 2 @loop 1"
				}
			},
			{
				"box": {
					"id": "obj-804",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["float"],
					"patching_rect": [2420, 104, 47, 22],
					"text": "* 20."
				}
			},
			{
				"box": {
					"id": "obj-805",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "int", "int"],
					"patching_rect": [2420, 132, 75, 22],
					"text": "change 0."
				}
			},
			{
				"box": {
					"id": "obj-806",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["int"],
					"patching_rect": [2420, 160, 40, 22],
					"text": "i"
				}
			},
			{
				"box": {
					"id": "obj-807",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 188, 145, 22],
					"text": "prepend sizeinsamps"
				}
			},
			{
				"box": {
					"id": "obj-808",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["bang", ""],
					"patching_rect": [2420, 216, 47, 22],
					"text": "sel 0"
				}
			},
			{
				"box": {
					"id": "obj-809",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", "bang"],
					"patching_rect": [2420, 244, 47, 22],
					"text": "t b b"
				}
			},
			{
				"box": {
					"id": "obj-810",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["float"],
					"patching_rect": [2420, 272, 75, 22],
					"text": "snapshot~"
				}
			},
			{
				"box": {
					"id": "obj-811",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 300, 159, 22],
					"text": "prepend audio ring-at"
				}
			},
			{
				"box": {
					"id": "obj-812",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 328, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-813",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "bang", "bang"],
					"patching_rect": [2420, 356, 61, 22],
					"text": "t l b b"
				}
			},
			{
				"box": {
					"id": "obj-814",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 384, 40, 22],
					"text": "gate"
				}
			},
			{
				"box": {
					"id": "obj-815",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", "bang"],
					"patching_rect": [2420, 412, 47, 22],
					"text": "t b b"
				}
			},
			{
				"box": {
					"id": "obj-816",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 440, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-817",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 468, 124, 22],
					"text": "samptype float32"
				}
			},
			{
				"box": {
					"id": "obj-818",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 496, 131, 22],
					"text": "prepend writewave"
				}
			},
			{
				"box": {
					"id": "obj-819",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 524, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-820",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 552, 138, 22],
					"text": "audio ring-written"
				}
			},
			{
				"box": {
					"id": "obj-901",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 20, 280, 22],
					"text": "Audition: an excerpt while the transport stands still"
				}
			},
			{
				"box": {
					"id": "obj-902",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 3,
					"outlettype": ["signal", "signal", "bang"],
					"patching_rect": [2720, 48, 75, 22],
					"text": "sfplay~ 2"
				}
			},
			{
				"box": {
					"id": "obj-903",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2720, 76, 96, 22],
					"text": "prepend open"
				}
			},
			{
				"box": {
					"id": "obj-904",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2720, 104, 152, 22],
					"text": "audio audition-ended"
				}
			},
			{
				"box": {
					"id": "obj-1001",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3020, 20, 280, 22],
					"text": "Live comparison: lowers what passes, for a while"
				}
			},
			{
				"box": {
					"id": "obj-1002",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", "float"],
					"patching_rect": [3020, 48, 47, 22],
					"text": "t b f"
				}
			},
			{
				"box": {
					"id": "obj-1003",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["bang"],
					"patching_rect": [3020, 76, 89, 22],
					"text": "delay 30000"
				}
			},
			{
				"box": {
					"id": "obj-1004",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["signal", "bang"],
					"patching_rect": [3020, 104, 68, 22],
					"text": "line~ 0."
				}
			},
			{
				"box": {
					"id": "obj-1005",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["signal"],
					"patching_rect": [3020, 132, 47, 22],
					"text": "*~ 0."
				}
			},
			{
				"box": {
					"id": "obj-1006",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["signal"],
					"patching_rect": [3020, 160, 47, 22],
					"text": "*~ 0."
				}
			},
			{
				"box": {
					"id": "obj-1007",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3020, 188, 89, 22],
					"text": "clip -1. 0."
				}
			},
			{
				"box": {
					"id": "obj-1008",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3020, 216, 47, 22],
					"text": "$1 20"
				}
			},
			{
				"box": {
					"id": "obj-1009",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3020, 244, 47, 22],
					"text": "0. 20"
				}
			},
			{
				"box": {
					"id": "obj-1101",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3320, 20, 271, 22],
					"text": "Panel: in the browser, or in a window"
				}
			},
			{
				"box": {
					"id": "obj-1102",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 48, 166, 22],
					"text": "; max launchbrowser $1"
				}
			},
			{
				"box": {
					"id": "obj-1103",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", ""],
					"patching_rect": [3320, 76, 47, 22],
					"text": "t b l"
				}
			},
			{
				"box": {
					"id": "obj-1104",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 104, 68, 22],
					"text": "pcontrol"
				}
			},
			{
				"box": {
					"id": "obj-1105",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patcher": {
						"fileversion": 1,
						"appversion": {
							"major": 9,
							"minor": 0,
							"revision": 0,
							"architecture": "x64",
							"modernui": 1
						},
						"classnamespace": "box",
						"rect": [120, 120, 1000, 700],
						"openinpresentation": 0,
						"toolbarvisible": 0,
						"enablehscroll": 0,
						"enablevscroll": 0,
						"boxes": [
							{
								"box": {
									"id": "obj-1",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [1100, 20, 68, 22],
									"text": "The page"
								}
							},
							{
								"box": {
									"id": "obj-2",
									"maxclass": "jweb",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [0, 0, 1000, 680],
									"rendermode": 0
								}
							},
							{
								"box": {
									"comment": "url <address>, open, close",
									"id": "obj-3",
									"index": 1,
									"maxclass": "inlet",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [1100, 76, 54, 22]
								}
							},
							{
								"box": {
									"comment": "space: the space bar was pressed",
									"id": "obj-4",
									"index": 1,
									"maxclass": "outlet",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [1100, 104, 54, 22]
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "newobj",
									"numinlets": 3,
									"numoutlets": 3,
									"outlettype": ["", "", ""],
									"patching_rect": [1100, 132, 159, 22],
									"text": "route onloadend space"
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [1100, 160, 280, 22],
									"text": "executejavascript document.onkeydown=e=>e.code=='Space'&&!/INPUT|TEXTAREA|SELECT|BUTTON/.test(e.target.tagName)&&!e.preventDefault()&&window.max.outlet('space')"
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [1100, 188, 47, 22],
									"text": "space"
								}
							},
							{
								"box": {
									"id": "obj-101",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [1400, 20, 82, 22],
									"text": "The window"
								}
							},
							{
								"box": {
									"id": "obj-102",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["bang"],
									"patching_rect": [1400, 48, 68, 22],
									"text": "loadbang"
								}
							},
							{
								"box": {
									"id": "obj-103",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [1400, 76, 280, 22],
									"text": "window flags float nogrow nozoom close title, window size 80 80 1080 760, window exec, title Uplift"
								}
							},
							{
								"box": {
									"id": "obj-104",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [1400, 104, 89, 22],
									"text": "thispatcher"
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": ["obj-2", 0],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-5", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-6", 0],
									"source": ["obj-5", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-2", 0],
									"source": ["obj-6", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-7", 0],
									"source": ["obj-5", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-4", 0],
									"source": ["obj-7", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-103", 0],
									"source": ["obj-102", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-104", 0],
									"source": ["obj-103", 0]
								}
							}
						]
					},
					"patching_rect": [3320, 132, 110, 22],
					"text": "p uplift-panel"
				}
			},
			{
				"box": {
					"id": "obj-1106",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 160, 89, 22],
					"text": "prepend url"
				}
			},
			{
				"box": {
					"id": "obj-1107",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 188, 40, 22],
					"text": "open"
				}
			},
			{
				"box": {
					"id": "obj-1108",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 216, 47, 22],
					"text": "close"
				}
			},
			{
				"box": {
					"id": "obj-1109",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3320, 244, 110, 22],
					"text": "prepend window"
				}
			},
			{
				"box": {
					"id": "obj-1201",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3620, 20, 61, 22],
					"text": "Display"
				}
			},
			{
				"box": {
					"background": 1,
					"bgcolor": [0.156863, 0.156863, 0.156863, 1],
					"id": "obj-1202",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3620, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [0, 0, 404, 169],
					"rounded": 0,
					"saved_attribute_attributes": {
						"bgfillcolor": {
							"expression": "themecolor.live_lcd_bg"
						}
					}
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1203",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3620, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [150, 28, 1, 137],
					"rounded": 0
				}
			},
			{
				"box": {
					"id": "obj-1301",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 20, 201, 22],
					"text": "State line, progress, score"
				}
			},
			{
				"box": {
					"id": "obj-1302",
					"maxclass": "newobj",
					"numinlets": 9,
					"numoutlets": 9,
					"outlettype": ["", "", "", "", "", "", "", "", ""],
					"patching_rect": [3920, 48, 280, 22],
					"text": "route line tone hint progress score against heard build"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 10,
					"id": "obj-1303",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 76, 280, 22],
					"presentation": 1,
					"presentation_rect": [4, 2, 398, 17],
					"text": "Starting … If this stays: Live is older than 12.2, or files of Uplift are missing.",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "line"
				}
			},
			{
				"box": {
					"id": "obj-1304",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 104, 96, 22],
					"text": "prepend hint"
				}
			},
			{
				"box": {
					"id": "obj-1305",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 5,
					"outlettype": ["bang", "bang", "bang", "bang", ""],
					"patching_rect": [3920, 132, 89, 22],
					"text": "sel 0 1 2 3"
				}
			},
			{
				"box": {
					"id": "obj-1306",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 160, 280, 22],
					"text": "textcolor 0.807843 0.807843 0.807843 1."
				}
			},
			{
				"box": {
					"id": "obj-1307",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 188, 201, 22],
					"text": "textcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1308",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 216, 201, 22],
					"text": "textcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1309",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 244, 187, 22],
					"text": "textcolor 1. 0.45 0.42 1."
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1310",
					"ignoreclick": 1,
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"orientation": 0,
					"outlettype": ["", ""],
					"parameter_enable": 0,
					"patching_rect": [3920, 272, 54, 22],
					"presentation": 1,
					"presentation_rect": [6, 21, 392, 3],
					"saved_attribute_attributes": {
						"slidercolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"setminmax": [0, 1],
					"setstyle": 1,
					"size": 1,
					"slidercolor": [1, 0.709804, 0.196078, 1],
					"varname": "progress"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-1311",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 300, 40, 22],
					"presentation": 1,
					"presentation_rect": [72, 28, 76, 40],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": " ",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "against"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 8.5,
					"id": "obj-1312",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 328, 40, 22],
					"presentation": 1,
					"presentation_rect": [4, 68, 145, 26],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": " ",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "heard"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-1313",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 356, 96, 22],
					"presentation": 1,
					"presentation_rect": [4, 152, 144, 15],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": "Uplift 0.1.0",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "build"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 32,
					"id": "obj-1314",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [3920, 384, 40, 22],
					"presentation": 1,
					"presentation_rect": [4, 25, 66, 42],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"text": "–",
					"textcolor": [1, 0.709804, 0.196078, 1],
					"textjustification": 0,
					"varname": "score"
				}
			},
			{
				"box": {
					"id": "obj-1315",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [3920, 412, 124, 22],
					"text": "route set hidden"
				}
			},
			{
				"box": {
					"id": "obj-1316",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 440, 89, 22],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-1317",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [3920, 468, 110, 22],
					"text": "prepend hidden"
				}
			},
			{
				"box": {
					"id": "obj-1401",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4220, 20, 110, 22],
					"text": "Traffic lights"
				}
			},
			{
				"box": {
					"id": "obj-1402",
					"maxclass": "newobj",
					"numinlets": 7,
					"numoutlets": 7,
					"outlettype": ["", "", "", "", "", "", ""],
					"patching_rect": [4220, 48, 280, 22],
					"text": "route light-loudness light-dynamics light-tone light-low-end light-sidechain light-stereo"
				}
			},
			{
				"box": {
					"id": "obj-1501",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4520, 20, 117, 22],
					"text": "Light: Loudness"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1502",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4520, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [6, 101, 8, 8],
					"shape": 1,
					"varname": "light-loudness"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-1503",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4520, 76, 68, 22],
					"presentation": 1,
					"presentation_rect": [15, 97, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Loudness",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-loudness"
				}
			},
			{
				"box": {
					"id": "obj-1504",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [4520, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-1505",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1506",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 160, 110, 22],
					"text": "set \"Loudness\""
				}
			},
			{
				"box": {
					"id": "obj-1507",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1508",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 216, 124, 22],
					"text": "set \"Loudness ✓\""
				}
			},
			{
				"box": {
					"id": "obj-1509",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1510",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 272, 124, 22],
					"text": "set \"Loudness ·\""
				}
			},
			{
				"box": {
					"id": "obj-1511",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1512",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 328, 124, 22],
					"text": "set \"Loudness !\""
				}
			},
			{
				"box": {
					"id": "obj-1513",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-1514",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4520, 384, 131, 22],
					"text": "set \"Loudness !!\""
				}
			},
			{
				"box": {
					"id": "obj-1601",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4820, 20, 117, 22],
					"text": "Light: Dynamics"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1602",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4820, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [79, 101, 8, 8],
					"shape": 1,
					"varname": "light-dynamics"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-1603",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [4820, 76, 68, 22],
					"presentation": 1,
					"presentation_rect": [88, 97, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Dynamics",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-dynamics"
				}
			},
			{
				"box": {
					"id": "obj-1604",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [4820, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-1605",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1606",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 160, 110, 22],
					"text": "set \"Dynamics\""
				}
			},
			{
				"box": {
					"id": "obj-1607",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1608",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 216, 124, 22],
					"text": "set \"Dynamics ✓\""
				}
			},
			{
				"box": {
					"id": "obj-1609",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1610",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 272, 124, 22],
					"text": "set \"Dynamics ·\""
				}
			},
			{
				"box": {
					"id": "obj-1611",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1612",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 328, 124, 22],
					"text": "set \"Dynamics !\""
				}
			},
			{
				"box": {
					"id": "obj-1613",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-1614",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [4820, 384, 131, 22],
					"text": "set \"Dynamics !!\""
				}
			},
			{
				"box": {
					"id": "obj-1701",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5120, 20, 89, 22],
					"text": "Light: Tone"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1702",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5120, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [6, 119, 8, 8],
					"shape": 1,
					"varname": "light-tone"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-1703",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5120, 76, 40, 22],
					"presentation": 1,
					"presentation_rect": [15, 115, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Tone",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-tone"
				}
			},
			{
				"box": {
					"id": "obj-1704",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [5120, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-1705",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1706",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 160, 82, 22],
					"text": "set \"Tone\""
				}
			},
			{
				"box": {
					"id": "obj-1707",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1708",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 216, 96, 22],
					"text": "set \"Tone ✓\""
				}
			},
			{
				"box": {
					"id": "obj-1709",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1710",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 272, 96, 22],
					"text": "set \"Tone ·\""
				}
			},
			{
				"box": {
					"id": "obj-1711",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1712",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 328, 96, 22],
					"text": "set \"Tone !\""
				}
			},
			{
				"box": {
					"id": "obj-1713",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-1714",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5120, 384, 103, 22],
					"text": "set \"Tone !!\""
				}
			},
			{
				"box": {
					"id": "obj-1801",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5420, 20, 110, 22],
					"text": "Light: Low end"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1802",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5420, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [79, 119, 8, 8],
					"shape": 1,
					"varname": "light-low-end"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-1803",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5420, 76, 61, 22],
					"presentation": 1,
					"presentation_rect": [88, 115, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Low end",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-low-end"
				}
			},
			{
				"box": {
					"id": "obj-1804",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [5420, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-1805",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1806",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 160, 103, 22],
					"text": "set \"Low end\""
				}
			},
			{
				"box": {
					"id": "obj-1807",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1808",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 216, 117, 22],
					"text": "set \"Low end ✓\""
				}
			},
			{
				"box": {
					"id": "obj-1809",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1810",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 272, 117, 22],
					"text": "set \"Low end ·\""
				}
			},
			{
				"box": {
					"id": "obj-1811",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1812",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 328, 117, 22],
					"text": "set \"Low end !\""
				}
			},
			{
				"box": {
					"id": "obj-1813",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-1814",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5420, 384, 124, 22],
					"text": "set \"Low end !!\""
				}
			},
			{
				"box": {
					"id": "obj-1901",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5720, 20, 124, 22],
					"text": "Light: Sidechain"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-1902",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5720, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [6, 137, 8, 8],
					"shape": 1,
					"varname": "light-sidechain"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-1903",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [5720, 76, 75, 22],
					"presentation": 1,
					"presentation_rect": [15, 133, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Sidechain",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-sidechain"
				}
			},
			{
				"box": {
					"id": "obj-1904",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [5720, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-1905",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1906",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 160, 117, 22],
					"text": "set \"Sidechain\""
				}
			},
			{
				"box": {
					"id": "obj-1907",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-1908",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 216, 131, 22],
					"text": "set \"Sidechain ✓\""
				}
			},
			{
				"box": {
					"id": "obj-1909",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-1910",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 272, 131, 22],
					"text": "set \"Sidechain ·\""
				}
			},
			{
				"box": {
					"id": "obj-1911",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-1912",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 328, 131, 22],
					"text": "set \"Sidechain !\""
				}
			},
			{
				"box": {
					"id": "obj-1913",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-1914",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [5720, 384, 138, 22],
					"text": "set \"Sidechain !!\""
				}
			},
			{
				"box": {
					"id": "obj-2001",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6020, 20, 103, 22],
					"text": "Light: Stereo"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-2002",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6020, 48, 54, 22],
					"presentation": 1,
					"presentation_rect": [79, 137, 8, 8],
					"shape": 1,
					"varname": "light-stereo"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2003",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6020, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [88, 133, 62, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Stereo",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "title-stereo"
				}
			},
			{
				"box": {
					"id": "obj-2004",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["bang", "bang", "bang", "bang", "bang", ""],
					"patching_rect": [6020, 104, 103, 22],
					"text": "sel 0 1 2 3 4"
				}
			},
			{
				"box": {
					"id": "obj-2005",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 132, 194, 22],
					"text": "bgfillcolor 0.3 0.3 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-2006",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 160, 96, 22],
					"text": "set \"Stereo\""
				}
			},
			{
				"box": {
					"id": "obj-2007",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 188, 215, 22],
					"text": "bgfillcolor 0.36 0.75 0.42 1."
				}
			},
			{
				"box": {
					"id": "obj-2008",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 216, 110, 22],
					"text": "set \"Stereo ✓\""
				}
			},
			{
				"box": {
					"id": "obj-2009",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 244, 201, 22],
					"text": "bgfillcolor 0.85 0.8 0.3 1."
				}
			},
			{
				"box": {
					"id": "obj-2010",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 272, 110, 22],
					"text": "set \"Stereo ·\""
				}
			},
			{
				"box": {
					"id": "obj-2011",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 300, 215, 22],
					"text": "bgfillcolor 0.96 0.55 0.16 1."
				}
			},
			{
				"box": {
					"id": "obj-2012",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 328, 110, 22],
					"text": "set \"Stereo !\""
				}
			},
			{
				"box": {
					"id": "obj-2013",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 356, 215, 22],
					"text": "bgfillcolor 0.93 0.26 0.26 1."
				}
			},
			{
				"box": {
					"id": "obj-2014",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6020, 384, 117, 22],
					"text": "set \"Stereo !!\""
				}
			},
			{
				"box": {
					"id": "obj-2101",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6320, 20, 68, 22],
					"text": "Change 1"
				}
			},
			{
				"box": {
					"id": "obj-2102",
					"maxclass": "newobj",
					"numinlets": 8,
					"numoutlets": 8,
					"outlettype": ["", "", "", "", "", "", "", ""],
					"patching_rect": [6320, 48, 280, 22],
					"text": "route fix-1-title fix-1-track fix-1-effect apply-1 show-1 intended-1 lock-1"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 10,
					"id": "obj-2103",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6320, 76, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 29, 160, 17],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": " ",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "fix-1-title"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2104",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6320, 104, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 47, 84, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": " ",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "fix-1-track"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2105",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6320, 132, 40, 22],
					"presentation": 1,
					"presentation_rect": [238, 47, 76, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"text": " ",
					"textcolor": [1, 0.709804, 0.196078, 1],
					"textjustification": 0,
					"varname": "fix-1-effect"
				}
			},
			{
				"box": {
					"annotation": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
					"annotation_name": "Apply",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2106",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6320, 160, 47, 22],
					"presentation": 1,
					"presentation_rect": [315, 29, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Apply",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
							"parameter_invisible": 2,
							"parameter_longname": "Apply 1",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Apply",
							"parameter_type": 2
						}
					},
					"text": "Apply",
					"texton": "Apply",
					"varname": "apply-1"
				}
			},
			{
				"box": {
					"id": "obj-2107",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6320, 188, 117, 22],
					"text": "press apply-1 1"
				}
			},
			{
				"box": {
					"annotation": "Selects the track and the device that this change is about.",
					"annotation_name": "Show",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2108",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6320, 216, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 29, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Show",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Selects the track and the device that this change is about.",
							"parameter_invisible": 2,
							"parameter_longname": "Show 1",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Show",
							"parameter_type": 2
						}
					},
					"text": "Show",
					"texton": "Show",
					"varname": "show-1"
				}
			},
			{
				"box": {
					"id": "obj-2109",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6320, 244, 110, 22],
					"text": "press show-1 1"
				}
			},
			{
				"box": {
					"annotation": "This is how you want it: Uplift stays silent about it in this set.",
					"annotation_name": "Intended",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2110",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6320, 272, 68, 22],
					"presentation": 1,
					"presentation_rect": [315, 47, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Intended",
							"parameter_enum": ["off", "on"],
							"parameter_info": "This is how you want it: Uplift stays silent about it in this set.",
							"parameter_invisible": 2,
							"parameter_longname": "Intended 1",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Intended",
							"parameter_type": 2
						}
					},
					"text": "Intended",
					"texton": "Intended",
					"varname": "intended-1"
				}
			},
			{
				"box": {
					"id": "obj-2111",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6320, 300, 138, 22],
					"text": "press intended-1 1"
				}
			},
			{
				"box": {
					"annotation": "Uplift proposes no change to this track any more.",
					"annotation_name": "Lock",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2112",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6320, 328, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 47, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Lock",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Uplift proposes no change to this track any more.",
							"parameter_invisible": 2,
							"parameter_longname": "Lock 1",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Lock",
							"parameter_type": 2
						}
					},
					"text": "Lock",
					"texton": "Lock",
					"varname": "lock-1"
				}
			},
			{
				"box": {
					"id": "obj-2113",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6320, 356, 110, 22],
					"text": "press lock-1 1"
				}
			},
			{
				"box": {
					"id": "obj-2201",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6620, 20, 68, 22],
					"text": "Change 2"
				}
			},
			{
				"box": {
					"id": "obj-2202",
					"maxclass": "newobj",
					"numinlets": 8,
					"numoutlets": 8,
					"outlettype": ["", "", "", "", "", "", "", ""],
					"patching_rect": [6620, 48, 280, 22],
					"text": "route fix-2-title fix-2-track fix-2-effect apply-2 show-2 intended-2 lock-2"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-2203",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6620, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [157, 69, 241, 1],
					"rounded": 0
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 10,
					"id": "obj-2204",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6620, 104, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 75, 160, 17],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": " ",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "fix-2-title"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2205",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6620, 132, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 93, 84, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": " ",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "fix-2-track"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2206",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6620, 160, 40, 22],
					"presentation": 1,
					"presentation_rect": [238, 93, 76, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"text": " ",
					"textcolor": [1, 0.709804, 0.196078, 1],
					"textjustification": 0,
					"varname": "fix-2-effect"
				}
			},
			{
				"box": {
					"annotation": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
					"annotation_name": "Apply",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2207",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6620, 188, 47, 22],
					"presentation": 1,
					"presentation_rect": [315, 75, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Apply",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
							"parameter_invisible": 2,
							"parameter_longname": "Apply 2",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Apply",
							"parameter_type": 2
						}
					},
					"text": "Apply",
					"texton": "Apply",
					"varname": "apply-2"
				}
			},
			{
				"box": {
					"id": "obj-2208",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6620, 216, 117, 22],
					"text": "press apply-2 1"
				}
			},
			{
				"box": {
					"annotation": "Selects the track and the device that this change is about.",
					"annotation_name": "Show",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2209",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6620, 244, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 75, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Show",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Selects the track and the device that this change is about.",
							"parameter_invisible": 2,
							"parameter_longname": "Show 2",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Show",
							"parameter_type": 2
						}
					},
					"text": "Show",
					"texton": "Show",
					"varname": "show-2"
				}
			},
			{
				"box": {
					"id": "obj-2210",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6620, 272, 110, 22],
					"text": "press show-2 1"
				}
			},
			{
				"box": {
					"annotation": "This is how you want it: Uplift stays silent about it in this set.",
					"annotation_name": "Intended",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2211",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6620, 300, 68, 22],
					"presentation": 1,
					"presentation_rect": [315, 93, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Intended",
							"parameter_enum": ["off", "on"],
							"parameter_info": "This is how you want it: Uplift stays silent about it in this set.",
							"parameter_invisible": 2,
							"parameter_longname": "Intended 2",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Intended",
							"parameter_type": 2
						}
					},
					"text": "Intended",
					"texton": "Intended",
					"varname": "intended-2"
				}
			},
			{
				"box": {
					"id": "obj-2212",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6620, 328, 138, 22],
					"text": "press intended-2 1"
				}
			},
			{
				"box": {
					"annotation": "Uplift proposes no change to this track any more.",
					"annotation_name": "Lock",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2213",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6620, 356, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 93, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Lock",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Uplift proposes no change to this track any more.",
							"parameter_invisible": 2,
							"parameter_longname": "Lock 2",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Lock",
							"parameter_type": 2
						}
					},
					"text": "Lock",
					"texton": "Lock",
					"varname": "lock-2"
				}
			},
			{
				"box": {
					"id": "obj-2214",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6620, 384, 110, 22],
					"text": "press lock-2 1"
				}
			},
			{
				"box": {
					"id": "obj-2301",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6920, 20, 68, 22],
					"text": "Change 3"
				}
			},
			{
				"box": {
					"id": "obj-2302",
					"maxclass": "newobj",
					"numinlets": 8,
					"numoutlets": 8,
					"outlettype": ["", "", "", "", "", "", "", ""],
					"patching_rect": [6920, 48, 280, 22],
					"text": "route fix-3-title fix-3-track fix-3-effect apply-3 show-3 intended-3 lock-3"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-2303",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6920, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [157, 115, 241, 1],
					"rounded": 0
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 10,
					"id": "obj-2304",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6920, 104, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 121, 160, 17],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": " ",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "fix-3-title"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2305",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6920, 132, 40, 22],
					"presentation": 1,
					"presentation_rect": [154, 139, 84, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": " ",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "fix-3-track"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2306",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [6920, 160, 40, 22],
					"presentation": 1,
					"presentation_rect": [238, 139, 76, 16],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"text": " ",
					"textcolor": [1, 0.709804, 0.196078, 1],
					"textjustification": 0,
					"varname": "fix-3-effect"
				}
			},
			{
				"box": {
					"annotation": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
					"annotation_name": "Apply",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2307",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6920, 188, 47, 22],
					"presentation": 1,
					"presentation_rect": [315, 121, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Apply",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.",
							"parameter_invisible": 2,
							"parameter_longname": "Apply 3",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Apply",
							"parameter_type": 2
						}
					},
					"text": "Apply",
					"texton": "Apply",
					"varname": "apply-3"
				}
			},
			{
				"box": {
					"id": "obj-2308",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6920, 216, 117, 22],
					"text": "press apply-3 1"
				}
			},
			{
				"box": {
					"annotation": "Selects the track and the device that this change is about.",
					"annotation_name": "Show",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2309",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6920, 244, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 121, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Show",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Selects the track and the device that this change is about.",
							"parameter_invisible": 2,
							"parameter_longname": "Show 3",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Show",
							"parameter_type": 2
						}
					},
					"text": "Show",
					"texton": "Show",
					"varname": "show-3"
				}
			},
			{
				"box": {
					"id": "obj-2310",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6920, 272, 110, 22],
					"text": "press show-3 1"
				}
			},
			{
				"box": {
					"annotation": "This is how you want it: Uplift stays silent about it in this set.",
					"annotation_name": "Intended",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2311",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6920, 300, 68, 22],
					"presentation": 1,
					"presentation_rect": [315, 139, 45, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Intended",
							"parameter_enum": ["off", "on"],
							"parameter_info": "This is how you want it: Uplift stays silent about it in this set.",
							"parameter_invisible": 2,
							"parameter_longname": "Intended 3",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Intended",
							"parameter_type": 2
						}
					},
					"text": "Intended",
					"texton": "Intended",
					"varname": "intended-3"
				}
			},
			{
				"box": {
					"id": "obj-2312",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6920, 328, 138, 22],
					"text": "press intended-3 1"
				}
			},
			{
				"box": {
					"annotation": "Uplift proposes no change to this track any more.",
					"annotation_name": "Lock",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"hidden": 1,
					"id": "obj-2313",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [6920, 356, 40, 22],
					"presentation": 1,
					"presentation_rect": [361, 139, 39, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Lock",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Uplift proposes no change to this track any more.",
							"parameter_invisible": 2,
							"parameter_longname": "Lock 3",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Lock",
							"parameter_type": 2
						}
					},
					"text": "Lock",
					"texton": "Lock",
					"varname": "lock-3"
				}
			},
			{
				"box": {
					"id": "obj-2314",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [6920, 384, 110, 22],
					"text": "press lock-3 1"
				}
			},
			{
				"box": {
					"id": "obj-2401",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7220, 20, 61, 22],
					"text": "Actions"
				}
			},
			{
				"box": {
					"id": "obj-2402",
					"maxclass": "newobj",
					"numinlets": 10,
					"numoutlets": 10,
					"outlettype": ["", "", "", "", "", "", "", "", "", ""],
					"patching_rect": [7220, 48, 280, 22],
					"text": "route capture cancel analyze apply-all undo redo learn open-panel compare"
				}
			},
			{
				"box": {
					"annotation": "Plays the range once and records Main and every track that has an Uplift Tap. Analyze then measures it.",
					"annotation_name": "Capture",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2403",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 76, 61, 22],
					"presentation": 1,
					"presentation_rect": [410, 4, 54, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Capture",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Plays the range once and records Main and every track that has an Uplift Tap. Analyze then measures it.",
							"parameter_invisible": 2,
							"parameter_longname": "Capture",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Capture",
							"parameter_type": 2
						}
					},
					"text": "Capture",
					"texton": "Capture",
					"varname": "capture"
				}
			},
			{
				"box": {
					"id": "obj-2404",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 104, 117, 22],
					"text": "press capture 1"
				}
			},
			{
				"box": {
					"annotation": "Stops what is running. What was recorded until then is discarded.",
					"annotation_name": "Cancel",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2405",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 132, 54, 22],
					"presentation": 1,
					"presentation_rect": [466, 4, 54, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Cancel",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Stops what is running. What was recorded until then is discarded.",
							"parameter_invisible": 2,
							"parameter_longname": "Cancel",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Cancel",
							"parameter_type": 2
						}
					},
					"text": "Cancel",
					"texton": "Cancel",
					"varname": "cancel"
				}
			},
			{
				"box": {
					"id": "obj-2406",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 160, 110, 22],
					"text": "press cancel 1"
				}
			},
			{
				"box": {
					"annotation": "Measures what was captured, or else what Main played last, and compares it with the references.",
					"annotation_name": "Analyze",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2407",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 188, 61, 22],
					"presentation": 1,
					"presentation_rect": [410, 25, 54, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Analyze",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Measures what was captured, or else what Main played last, and compares it with the references.",
							"parameter_invisible": 2,
							"parameter_longname": "Analyze",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Analyze",
							"parameter_type": 2
						}
					},
					"text": "Analyze",
					"texton": "Analyze",
					"varname": "analyze"
				}
			},
			{
				"box": {
					"id": "obj-2408",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 216, 117, 22],
					"text": "press analyze 1"
				}
			},
			{
				"box": {
					"annotation": "Makes the changes that are shown and reads back what Live holds. Capture again to measure what they did.",
					"annotation_name": "Apply all",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2409",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 244, 75, 22],
					"presentation": 1,
					"presentation_rect": [466, 25, 54, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Apply all",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Makes the changes that are shown and reads back what Live holds. Capture again to measure what they did.",
							"parameter_invisible": 2,
							"parameter_longname": "Apply all",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Apply all",
							"parameter_type": 2
						}
					},
					"text": "Apply all",
					"texton": "Apply all",
					"varname": "apply-all"
				}
			},
			{
				"box": {
					"id": "obj-2410",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 272, 131, 22],
					"text": "press apply-all 1"
				}
			},
			{
				"box": {
					"annotation": "Takes back the last change that Uplift made, and nothing that you have moved since.",
					"annotation_name": "Undo",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2411",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 300, 40, 22],
					"presentation": 1,
					"presentation_rect": [410, 46, 35, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Undo",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Takes back the last change that Uplift made, and nothing that you have moved since.",
							"parameter_invisible": 2,
							"parameter_longname": "Undo",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Undo",
							"parameter_type": 2
						}
					},
					"text": "Undo",
					"texton": "Undo",
					"varname": "undo"
				}
			},
			{
				"box": {
					"id": "obj-2412",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 328, 96, 22],
					"text": "press undo 1"
				}
			},
			{
				"box": {
					"annotation": "Puts in again what Undo took back last, until another change is made.",
					"annotation_name": "Redo",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2413",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 356, 40, 22],
					"presentation": 1,
					"presentation_rect": [447, 46, 35, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Redo",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Puts in again what Undo took back last, until another change is made.",
							"parameter_invisible": 2,
							"parameter_longname": "Redo",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Redo",
							"parameter_type": 2
						}
					},
					"text": "Redo",
					"texton": "Redo",
					"varname": "redo"
				}
			},
			{
				"box": {
					"id": "obj-2414",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 384, 96, 22],
					"text": "press redo 1"
				}
			},
			{
				"box": {
					"annotation": "Press, then drop the folder of your reference tracks below. Pressed again: never mind. The panel does the same.",
					"annotation_name": "Learn",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2415",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 412, 47, 22],
					"presentation": 1,
					"presentation_rect": [484, 46, 36, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Learn",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Press, then drop the folder of your reference tracks below. Pressed again: never mind. The panel does the same.",
							"parameter_invisible": 2,
							"parameter_longname": "Learn",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Learn",
							"parameter_type": 2
						}
					},
					"text": "Learn",
					"texton": "Learn",
					"varname": "learn"
				}
			},
			{
				"box": {
					"id": "obj-2416",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 440, 103, 22],
					"text": "press learn 1"
				}
			},
			{
				"box": {
					"annotation": "Opens the panel with all findings, plots, files and settings.",
					"annotation_name": "Open panel",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2417",
					"maxclass": "live.text",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"outputmode": 1,
					"parameter_enable": 1,
					"patching_rect": [7220, 468, 82, 22],
					"presentation": 1,
					"presentation_rect": [410, 67, 54, 18],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Open panel",
							"parameter_enum": ["off", "on"],
							"parameter_info": "Opens the panel with all findings, plots, files and settings.",
							"parameter_invisible": 2,
							"parameter_longname": "Open panel",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Open panel",
							"parameter_type": 2
						}
					},
					"text": "Open panel",
					"texton": "Open panel",
					"varname": "open-panel"
				}
			},
			{
				"box": {
					"id": "obj-2418",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 496, 138, 22],
					"text": "press open-panel 1"
				}
			},
			{
				"box": {
					"annotation": "While Live stands still: plays the excerpt before and after the change and of a reference, equally loud. While it plays: Before takes what was applied out for a moment. Now ends it.",
					"annotation_name": "Compare",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2419",
					"maxclass": "live.tab",
					"num_lines_patching": 2,
					"num_lines_presentation": 2,
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7220, 524, 54, 22],
					"presentation": 1,
					"presentation_rect": [410, 91, 110, 32],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Compare",
							"parameter_enum": ["Now", "Before", "After", "Reference"],
							"parameter_info": "While Live stands still: plays the excerpt before and after the change and of a reference, equally loud. While it plays: Before takes what was applied out for a moment. Now ends it.",
							"parameter_initial": [0],
							"parameter_initial_enable": 1,
							"parameter_invisible": 2,
							"parameter_longname": "Compare",
							"parameter_mmax": 3,
							"parameter_modmode": 0,
							"parameter_shortname": "Compare",
							"parameter_type": 2,
							"parameter_unitstyle": 9
						}
					},
					"varname": "compare"
				}
			},
			{
				"box": {
					"id": "obj-2420",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7220, 552, 159, 22],
					"text": "prepend press compare"
				}
			},
			{
				"box": {
					"id": "obj-2501",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7520, 20, 68, 22],
					"text": "Settings"
				}
			},
			{
				"box": {
					"id": "obj-2502",
					"maxclass": "newobj",
					"numinlets": 7,
					"numoutlets": 7,
					"outlettype": ["", "", "", "", "", "", ""],
					"patching_rect": [7520, 48, 280, 22],
					"text": "route strength stage part mode range panel-in"
				}
			},
			{
				"box": {
					"annotation": "How far a change goes: at 100 % into the range of the references, at 50 % half of the way there.",
					"annotation_name": "Strength",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9.5,
					"id": "obj-2503",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [547, 117, 48, 48],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Strength",
							"parameter_info": "How far a change goes: at 100 % into the range of the references, at 50 % half of the way there.",
							"parameter_initial": [100],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "Strength",
							"parameter_mmax": 100,
							"parameter_mmin": 0,
							"parameter_modmode": 0,
							"parameter_shortname": "Strength",
							"parameter_type": 1,
							"parameter_unitstyle": 5
						}
					},
					"varname": "strength"
				}
			},
			{
				"box": {
					"id": "obj-2504",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 104, 166, 22],
					"text": "prepend press strength"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2505",
					"ignoreclick": 1,
					"maxclass": "live.comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7520, 132, 47, 22],
					"presentation": 1,
					"presentation_rect": [522, 2, 96, 13],
					"text": "Stage",
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "Premaster: loudness is reported but not judged. Master: against released tracks. Auto decides from the chain on Main and from the sound.",
					"annotation_name": "Stage",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2506",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 160, 54, 22],
					"presentation": 1,
					"presentation_rect": [524, 15, 94, 15],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Stage",
							"parameter_enum": ["Auto", "Premaster", "Master"],
							"parameter_info": "Premaster: loudness is reported but not judged. Master: against released tracks. Auto decides from the chain on Main and from the sound.",
							"parameter_initial": [0],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "Stage",
							"parameter_mmax": 2,
							"parameter_modmode": 0,
							"parameter_shortname": "Stage",
							"parameter_type": 2
						}
					},
					"varname": "stage"
				}
			},
			{
				"box": {
					"id": "obj-2507",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 188, 145, 22],
					"text": "prepend press stage"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2508",
					"ignoreclick": 1,
					"maxclass": "live.comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7520, 216, 96, 22],
					"presentation": 1,
					"presentation_rect": [522, 30, 96, 13],
					"text": "What this is",
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "Compares a loop with the same part of the references: a drop with drops.",
					"annotation_name": "What this is",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2509",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 244, 54, 22],
					"presentation": 1,
					"presentation_rect": [524, 43, 94, 15],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "What this is",
							"parameter_enum": ["Whole song", "Drop", "Breakdown", "Build"],
							"parameter_info": "Compares a loop with the same part of the references: a drop with drops.",
							"parameter_initial": [0],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "What this is",
							"parameter_mmax": 3,
							"parameter_modmode": 0,
							"parameter_shortname": "What this is",
							"parameter_type": 2
						}
					},
					"varname": "part"
				}
			},
			{
				"box": {
					"id": "obj-2510",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 272, 138, 22],
					"text": "prepend press part"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2511",
					"ignoreclick": 1,
					"maxclass": "live.comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7520, 300, 40, 22],
					"presentation": 1,
					"presentation_rect": [522, 58, 96, 13],
					"text": "Mode",
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "Passive measures only when asked. On demand proposes after a capture. Assist keeps looking while you work. Nothing is ever applied by itself.",
					"annotation_name": "Mode",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2512",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 328, 54, 22],
					"presentation": 1,
					"presentation_rect": [524, 71, 94, 15],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Mode",
							"parameter_enum": ["Passive", "On demand", "Assist"],
							"parameter_info": "Passive measures only when asked. On demand proposes after a capture. Assist keeps looking while you work. Nothing is ever applied by itself.",
							"parameter_initial": [1],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "Mode",
							"parameter_mmax": 2,
							"parameter_modmode": 0,
							"parameter_shortname": "Mode",
							"parameter_type": 2
						}
					},
					"varname": "mode"
				}
			},
			{
				"box": {
					"id": "obj-2513",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 356, 138, 22],
					"text": "prepend press mode"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2514",
					"ignoreclick": 1,
					"maxclass": "live.comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7520, 384, 47, 22],
					"presentation": 1,
					"presentation_rect": [522, 86, 96, 13],
					"text": "Range",
					"textjustification": 0
				}
			},
			{
				"box": {
					"annotation": "What a capture plays: 16 bars of drop and 8 of breakdown, Live’s loop, or the whole song.",
					"annotation_name": "Range",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2515",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 412, 54, 22],
					"presentation": 1,
					"presentation_rect": [524, 99, 94, 15],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Range",
							"parameter_enum": ["Drop + breakdown", "Loop", "Whole song"],
							"parameter_info": "What a capture plays: 16 bars of drop and 8 of breakdown, Live’s loop, or the whole song.",
							"parameter_initial": [0],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "Range",
							"parameter_mmax": 2,
							"parameter_modmode": 0,
							"parameter_shortname": "Range",
							"parameter_type": 2
						}
					},
					"varname": "range"
				}
			},
			{
				"box": {
					"id": "obj-2516",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 440, 145, 22],
					"text": "prepend press range"
				}
			},
			{
				"box": {
					"annotation": "Where the panel opens: in the system’s browser, or in a window above Live.",
					"annotation_name": "Panel in",
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-2517",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", "float"],
					"parameter_enable": 1,
					"patching_rect": [7520, 468, 54, 22],
					"presentation": 1,
					"presentation_rect": [466, 68, 54, 16],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_annotation_name": "Panel in",
							"parameter_enum": ["Browser", "Window"],
							"parameter_info": "Where the panel opens: in the system’s browser, or in a window above Live.",
							"parameter_initial": [0],
							"parameter_initial_enable": 1,
							"parameter_invisible": 0,
							"parameter_longname": "Panel in",
							"parameter_mmax": 1,
							"parameter_modmode": 0,
							"parameter_shortname": "Panel in",
							"parameter_type": 2
						}
					},
					"varname": "panel-in"
				}
			},
			{
				"box": {
					"id": "obj-2518",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7520, 496, 166, 22],
					"text": "prepend press panel-in"
				}
			},
			{
				"box": {
					"id": "obj-2601",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7820, 20, 40, 22],
					"text": "Drop"
				}
			},
			{
				"box": {
					"background": 1,
					"fontsize": 9,
					"id": "obj-2602",
					"ignoreclick": 1,
					"maxclass": "live.comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [7820, 48, 278, 22],
					"presentation": 1,
					"presentation_rect": [412, 132, 106, 28],
					"text": "Drop an export folder or a bounce here",
					"textjustification": 1
				}
			},
			{
				"box": {
					"annotation": "From the Finder or the Explorer: the folder that Live’s export makes with “All Individual Tracks”, or a bounce of Main. It is measured at once, without Taps. After Learn: a folder of references.",
					"annotation_name": "Drop an export folder or a bounce here",
					"border": 1,
					"bordercolor": [0.5, 0.5, 0.5, 0.6],
					"id": "obj-2603",
					"maxclass": "dropfile",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"patching_rect": [7820, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [410, 127, 110, 37],
					"rounded": 4,
					"types": [],
					"varname": "drop"
				}
			},
			{
				"box": {
					"id": "obj-2604",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [7820, 104, 117, 22],
					"text": "prepend dropped"
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": ["obj-3", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-103", 0],
					"source": ["obj-102", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-202", 0],
					"source": ["obj-103", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-202", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-203", 0],
					"source": ["obj-202", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-203", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-302", 0],
					"source": ["obj-103", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-304", 0],
					"source": ["obj-303", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-304", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-305", 0],
					"source": ["obj-103", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-307", 0],
					"source": ["obj-306", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-307", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-402", 0],
					"source": ["obj-103", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-404", 0],
					"source": ["obj-402", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-403", 1],
					"source": ["obj-404", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-402", 0],
					"source": ["obj-405", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-403", 0],
					"source": ["obj-405", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-406", 0],
					"source": ["obj-403", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-407", 0],
					"source": ["obj-406", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-407", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-408", 0],
					"source": ["obj-406", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-408", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-503", 0],
					"source": ["obj-502", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-505", 0],
					"source": ["obj-502", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-505", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-504", 0],
					"source": ["obj-503", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-405", 0],
					"source": ["obj-503", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-506", 0],
					"source": ["obj-503", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-506", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-507", 0],
					"source": ["obj-504", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-507", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-602", 0],
					"source": ["obj-103", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-702", 0],
					"source": ["obj-602", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-703", 0],
					"source": ["obj-702", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-703", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-704", 0],
					"source": ["obj-702", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-704", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-705", 0],
					"source": ["obj-602", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-705", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-706", 0],
					"source": ["obj-602", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-706", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 2],
					"source": ["obj-707", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-803", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-803", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-805", 0],
					"source": ["obj-504", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-804", 0],
					"source": ["obj-805", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-806", 0],
					"source": ["obj-804", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-807", 0],
					"source": ["obj-806", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 0],
					"source": ["obj-807", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-810", 0],
					"source": ["obj-803", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-808", 0],
					"source": ["obj-602", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-809", 0],
					"source": ["obj-808", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-810", 0],
					"source": ["obj-809", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-811", 0],
					"source": ["obj-810", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-811", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-812", 0],
					"source": ["obj-809", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-803", 0],
					"source": ["obj-812", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-803", 0],
					"source": ["obj-808", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-813", 0],
					"source": ["obj-602", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-816", 0],
					"source": ["obj-813", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-814", 0],
					"source": ["obj-816", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-817", 0],
					"source": ["obj-813", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 0],
					"source": ["obj-817", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-818", 0],
					"source": ["obj-813", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 0],
					"source": ["obj-818", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-814", 1],
					"source": ["obj-802", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-815", 0],
					"source": ["obj-814", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-819", 0],
					"source": ["obj-815", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-814", 0],
					"source": ["obj-819", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-820", 0],
					"source": ["obj-815", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-820", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-903", 0],
					"source": ["obj-602", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-902", 0],
					"source": ["obj-903", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-902", 0],
					"source": ["obj-602", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-904", 0],
					"source": ["obj-902", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-904", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1005", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1005", 1],
					"source": ["obj-1004", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1006", 0],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1006", 1],
					"source": ["obj-1004", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1002", 0],
					"source": ["obj-602", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1007", 0],
					"source": ["obj-1002", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1008", 0],
					"source": ["obj-1007", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1004", 0],
					"source": ["obj-1008", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1003", 0],
					"source": ["obj-1002", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1009", 0],
					"source": ["obj-1003", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1004", 0],
					"source": ["obj-1009", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 0],
					"source": ["obj-902", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 1],
					"source": ["obj-902", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 0],
					"source": ["obj-1005", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 1],
					"source": ["obj-1006", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1102", 0],
					"source": ["obj-602", 8]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1103", 0],
					"source": ["obj-602", 9]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1106", 0],
					"source": ["obj-1103", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1105", 0],
					"source": ["obj-1106", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1107", 0],
					"source": ["obj-1103", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1104", 0],
					"source": ["obj-1107", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1105", 0],
					"source": ["obj-1104", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1108", 0],
					"source": ["obj-602", 10]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1104", 0],
					"source": ["obj-1108", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1109", 0],
					"source": ["obj-1105", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-1109", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1302", 0],
					"source": ["obj-103", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1302", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1304", 0],
					"source": ["obj-1302", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1304", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1305", 0],
					"source": ["obj-1302", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1306", 0],
					"source": ["obj-1305", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1306", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1307", 0],
					"source": ["obj-1305", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1307", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1308", 0],
					"source": ["obj-1305", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1308", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1309", 0],
					"source": ["obj-1305", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1303", 0],
					"source": ["obj-1309", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1310", 0],
					"source": ["obj-1302", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1311", 0],
					"source": ["obj-1302", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1312", 0],
					"source": ["obj-1302", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1313", 0],
					"source": ["obj-1302", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1315", 0],
					"source": ["obj-1302", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1316", 0],
					"source": ["obj-1315", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1314", 0],
					"source": ["obj-1316", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1317", 0],
					"source": ["obj-1315", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1314", 0],
					"source": ["obj-1317", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1316", 0],
					"source": ["obj-1315", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1402", 0],
					"source": ["obj-1302", 8]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1504", 0],
					"source": ["obj-1402", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1505", 0],
					"source": ["obj-1504", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1502", 0],
					"source": ["obj-1505", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1506", 0],
					"source": ["obj-1504", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1503", 0],
					"source": ["obj-1506", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1507", 0],
					"source": ["obj-1504", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1502", 0],
					"source": ["obj-1507", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1508", 0],
					"source": ["obj-1504", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1503", 0],
					"source": ["obj-1508", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1509", 0],
					"source": ["obj-1504", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1502", 0],
					"source": ["obj-1509", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1510", 0],
					"source": ["obj-1504", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1503", 0],
					"source": ["obj-1510", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1511", 0],
					"source": ["obj-1504", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1502", 0],
					"source": ["obj-1511", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1512", 0],
					"source": ["obj-1504", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1503", 0],
					"source": ["obj-1512", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1513", 0],
					"source": ["obj-1504", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1502", 0],
					"source": ["obj-1513", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1514", 0],
					"source": ["obj-1504", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1503", 0],
					"source": ["obj-1514", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1604", 0],
					"source": ["obj-1402", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1605", 0],
					"source": ["obj-1604", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1602", 0],
					"source": ["obj-1605", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1606", 0],
					"source": ["obj-1604", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1603", 0],
					"source": ["obj-1606", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1607", 0],
					"source": ["obj-1604", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1602", 0],
					"source": ["obj-1607", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1608", 0],
					"source": ["obj-1604", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1603", 0],
					"source": ["obj-1608", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1609", 0],
					"source": ["obj-1604", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1602", 0],
					"source": ["obj-1609", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1610", 0],
					"source": ["obj-1604", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1603", 0],
					"source": ["obj-1610", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1611", 0],
					"source": ["obj-1604", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1602", 0],
					"source": ["obj-1611", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1612", 0],
					"source": ["obj-1604", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1603", 0],
					"source": ["obj-1612", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1613", 0],
					"source": ["obj-1604", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1602", 0],
					"source": ["obj-1613", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1614", 0],
					"source": ["obj-1604", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1603", 0],
					"source": ["obj-1614", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1704", 0],
					"source": ["obj-1402", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1705", 0],
					"source": ["obj-1704", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1702", 0],
					"source": ["obj-1705", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1706", 0],
					"source": ["obj-1704", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1703", 0],
					"source": ["obj-1706", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1707", 0],
					"source": ["obj-1704", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1702", 0],
					"source": ["obj-1707", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1708", 0],
					"source": ["obj-1704", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1703", 0],
					"source": ["obj-1708", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1709", 0],
					"source": ["obj-1704", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1702", 0],
					"source": ["obj-1709", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1710", 0],
					"source": ["obj-1704", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1703", 0],
					"source": ["obj-1710", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1711", 0],
					"source": ["obj-1704", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1702", 0],
					"source": ["obj-1711", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1712", 0],
					"source": ["obj-1704", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1703", 0],
					"source": ["obj-1712", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1713", 0],
					"source": ["obj-1704", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1702", 0],
					"source": ["obj-1713", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1714", 0],
					"source": ["obj-1704", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1703", 0],
					"source": ["obj-1714", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1804", 0],
					"source": ["obj-1402", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1805", 0],
					"source": ["obj-1804", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1802", 0],
					"source": ["obj-1805", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1806", 0],
					"source": ["obj-1804", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1803", 0],
					"source": ["obj-1806", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1807", 0],
					"source": ["obj-1804", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1802", 0],
					"source": ["obj-1807", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1808", 0],
					"source": ["obj-1804", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1803", 0],
					"source": ["obj-1808", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1809", 0],
					"source": ["obj-1804", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1802", 0],
					"source": ["obj-1809", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1810", 0],
					"source": ["obj-1804", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1803", 0],
					"source": ["obj-1810", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1811", 0],
					"source": ["obj-1804", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1802", 0],
					"source": ["obj-1811", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1812", 0],
					"source": ["obj-1804", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1803", 0],
					"source": ["obj-1812", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1813", 0],
					"source": ["obj-1804", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1802", 0],
					"source": ["obj-1813", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1814", 0],
					"source": ["obj-1804", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1803", 0],
					"source": ["obj-1814", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1904", 0],
					"source": ["obj-1402", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1905", 0],
					"source": ["obj-1904", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1902", 0],
					"source": ["obj-1905", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1906", 0],
					"source": ["obj-1904", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1903", 0],
					"source": ["obj-1906", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1907", 0],
					"source": ["obj-1904", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1902", 0],
					"source": ["obj-1907", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1908", 0],
					"source": ["obj-1904", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1903", 0],
					"source": ["obj-1908", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1909", 0],
					"source": ["obj-1904", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1902", 0],
					"source": ["obj-1909", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1910", 0],
					"source": ["obj-1904", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1903", 0],
					"source": ["obj-1910", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1911", 0],
					"source": ["obj-1904", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1902", 0],
					"source": ["obj-1911", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1912", 0],
					"source": ["obj-1904", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1903", 0],
					"source": ["obj-1912", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1913", 0],
					"source": ["obj-1904", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1902", 0],
					"source": ["obj-1913", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1914", 0],
					"source": ["obj-1904", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-1903", 0],
					"source": ["obj-1914", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2004", 0],
					"source": ["obj-1402", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2005", 0],
					"source": ["obj-2004", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2002", 0],
					"source": ["obj-2005", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2006", 0],
					"source": ["obj-2004", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2003", 0],
					"source": ["obj-2006", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2007", 0],
					"source": ["obj-2004", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2002", 0],
					"source": ["obj-2007", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2008", 0],
					"source": ["obj-2004", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2003", 0],
					"source": ["obj-2008", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2009", 0],
					"source": ["obj-2004", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2002", 0],
					"source": ["obj-2009", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2010", 0],
					"source": ["obj-2004", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2003", 0],
					"source": ["obj-2010", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2011", 0],
					"source": ["obj-2004", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2002", 0],
					"source": ["obj-2011", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2012", 0],
					"source": ["obj-2004", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2003", 0],
					"source": ["obj-2012", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2013", 0],
					"source": ["obj-2004", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2002", 0],
					"source": ["obj-2013", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2014", 0],
					"source": ["obj-2004", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2003", 0],
					"source": ["obj-2014", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2102", 0],
					"source": ["obj-1402", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2103", 0],
					"source": ["obj-2102", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2104", 0],
					"source": ["obj-2102", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2105", 0],
					"source": ["obj-2102", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2106", 0],
					"source": ["obj-2102", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2107", 0],
					"source": ["obj-2106", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2107", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2108", 0],
					"source": ["obj-2102", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2109", 0],
					"source": ["obj-2108", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2109", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2110", 0],
					"source": ["obj-2102", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2111", 0],
					"source": ["obj-2110", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2111", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2112", 0],
					"source": ["obj-2102", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2113", 0],
					"source": ["obj-2112", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2113", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2202", 0],
					"source": ["obj-2102", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2204", 0],
					"source": ["obj-2202", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2205", 0],
					"source": ["obj-2202", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2206", 0],
					"source": ["obj-2202", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2207", 0],
					"source": ["obj-2202", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2208", 0],
					"source": ["obj-2207", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2208", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2209", 0],
					"source": ["obj-2202", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2210", 0],
					"source": ["obj-2209", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2210", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2211", 0],
					"source": ["obj-2202", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2212", 0],
					"source": ["obj-2211", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2212", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2213", 0],
					"source": ["obj-2202", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2214", 0],
					"source": ["obj-2213", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2214", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2302", 0],
					"source": ["obj-2202", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2304", 0],
					"source": ["obj-2302", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2305", 0],
					"source": ["obj-2302", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2306", 0],
					"source": ["obj-2302", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2307", 0],
					"source": ["obj-2302", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2308", 0],
					"source": ["obj-2307", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2308", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2309", 0],
					"source": ["obj-2302", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2310", 0],
					"source": ["obj-2309", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2310", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2311", 0],
					"source": ["obj-2302", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2312", 0],
					"source": ["obj-2311", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2312", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2313", 0],
					"source": ["obj-2302", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2314", 0],
					"source": ["obj-2313", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2314", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2402", 0],
					"source": ["obj-2302", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2403", 0],
					"source": ["obj-2402", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2404", 0],
					"source": ["obj-2403", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2404", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2405", 0],
					"source": ["obj-2402", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2406", 0],
					"source": ["obj-2405", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2406", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2407", 0],
					"source": ["obj-2402", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2408", 0],
					"source": ["obj-2407", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2408", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2409", 0],
					"source": ["obj-2402", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2410", 0],
					"source": ["obj-2409", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2410", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2411", 0],
					"source": ["obj-2402", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2412", 0],
					"source": ["obj-2411", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2412", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2413", 0],
					"source": ["obj-2402", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2414", 0],
					"source": ["obj-2413", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2414", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2415", 0],
					"source": ["obj-2402", 6]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2416", 0],
					"source": ["obj-2415", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2416", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2417", 0],
					"source": ["obj-2402", 7]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2418", 0],
					"source": ["obj-2417", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2418", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2419", 0],
					"source": ["obj-2402", 8]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2420", 0],
					"source": ["obj-2419", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2420", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2502", 0],
					"source": ["obj-2402", 9]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2503", 0],
					"source": ["obj-2502", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2504", 0],
					"source": ["obj-2503", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2504", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2506", 0],
					"source": ["obj-2502", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2507", 0],
					"source": ["obj-2506", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2507", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2509", 0],
					"source": ["obj-2502", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2510", 0],
					"source": ["obj-2509", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2510", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2512", 0],
					"source": ["obj-2502", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2513", 0],
					"source": ["obj-2512", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2513", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2515", 0],
					"source": ["obj-2502", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2516", 0],
					"source": ["obj-2515", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2516", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2517", 0],
					"source": ["obj-2502", 5]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2518", 0],
					"source": ["obj-2517", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2518", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-2604", 0],
					"source": ["obj-2603", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-2604", 0]
				}
			}
		],
		"parameters": {
			"obj-402": ["uplift-key", "uplift-key", 0],
			"obj-2106": ["Apply 1", "Apply", 0],
			"obj-2108": ["Show 1", "Show", 0],
			"obj-2110": ["Intended 1", "Intended", 0],
			"obj-2112": ["Lock 1", "Lock", 0],
			"obj-2207": ["Apply 2", "Apply", 0],
			"obj-2209": ["Show 2", "Show", 0],
			"obj-2211": ["Intended 2", "Intended", 0],
			"obj-2213": ["Lock 2", "Lock", 0],
			"obj-2307": ["Apply 3", "Apply", 0],
			"obj-2309": ["Show 3", "Show", 0],
			"obj-2311": ["Intended 3", "Intended", 0],
			"obj-2313": ["Lock 3", "Lock", 0],
			"obj-2403": ["Capture", "Capture", 0],
			"obj-2405": ["Cancel", "Cancel", 0],
			"obj-2407": ["Analyze", "Analyze", 0],
			"obj-2409": ["Apply all", "Apply all", 0],
			"obj-2411": ["Undo", "Undo", 0],
			"obj-2413": ["Redo", "Redo", 0],
			"obj-2415": ["Learn", "Learn", 0],
			"obj-2417": ["Open panel", "Open panel", 0],
			"obj-2419": ["Compare", "Compare", 0],
			"obj-2503": ["Strength", "Strength", 0],
			"obj-2506": ["Stage", "Stage", 0],
			"obj-2509": ["What this is", "What this is", 0],
			"obj-2512": ["Mode", "Mode", 0],
			"obj-2515": ["Range", "Range", 0],
			"obj-2517": ["Panel in", "Panel in", 0],
			"parameterbanks": {
				"0": {
					"index": 0,
					"name": "Settings",
					"parameters": ["Strength", "Stage", "What this is", "Mode", "Range", "Panel in", "-", "-"],
					"buttons": ["-", "-", "-", "-", "-", "-", "-", "-"]
				}
			},
			"inherited_shortname": 1
		},
		"latency": 0,
		"is_mpe": 0,
		"external_mpe_tuning_enabled": 0,
		"minimum_live_version": "12.2",
		"minimum_max_version": "9",
		"platform_compatibility": 0,
		"project": {
			"version": 1,
			"creationdate": 3590052493,
			"modificationdate": 3590052786,
			"viewrect": [0, 0, 300, 500],
			"autoorganize": 0,
			"hideprojectwindow": 1,
			"showdependencies": 1,
			"autolocalize": 0,
			"contents": {
				"patchers": {}
			},
			"layout": {},
			"searchpath": {},
			"detailsvisible": 0,
			"amxdtype": 1633771873,
			"readonly": 0,
			"devpathtype": 0,
			"devpath": ".",
			"sortmode": 0,
			"viewmode": 0,
			"includepackages": 0
		},
		"autosave": 0
	}
}
